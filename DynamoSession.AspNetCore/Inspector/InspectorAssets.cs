namespace DynamoSession.AspNetCore.Inspector;

/// <summary>The style and the script of the inspector's page.</summary>
internal static class InspectorAssets
{
    /// <summary>How many colors the bar has before they repeat.</summary>
    public const int Colors = 6;

    public const string Css = """
        :root { color-scheme: light dark; --line: #8884; --accent: #0a62c4; }
        @media (prefers-color-scheme: dark) { :root { --accent: #6db3ff; } }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
        h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
        h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border-bottom: 1px solid var(--line); padding: .3rem 1rem .3rem 0; text-align: left; vertical-align: top; }
        .number { text-align: right; white-space: nowrap; }
        .wide { overflow-x: auto; }
        code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
        .bar { display: flex; height: 1.75rem; border-radius: .25rem; overflow: hidden; }
        .share { flex: none; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: .4rem 0; padding: 0; }
        .c0 { fill: #3b82c4; } .c1 { fill: #c4843b; } .c2 { fill: #4f9d69; } .c3 { fill: #9a62b8; } .c4 { fill: #c25b6d; } .c5 { fill: #6b7785; }
        .actions { display: flex; flex-wrap: wrap; gap: .5rem; }
        button, input { font: inherit; padding: .35rem .8rem; border: 1px solid var(--line); border-radius: .25rem; }
        input { width: 8rem; padding: .35rem; }
        .message { border-left: 4px solid var(--accent); padding: .3rem .8rem; }
        """;

    /// <summary>Counts down, and updates the list of requests.</summary>
    public const string Script = """
        const root = document.currentScript.dataset.root;
        setInterval(() => {
          for (const clock of document.querySelectorAll('[data-until]')) {
            const left = Math.max(0, Math.floor(clock.dataset.until - Date.now() / 1000));
            const two = number => String(number).padStart(2, '0');
            const days = Math.floor(left / 86400);
            clock.textContent = (days > 0 ? days + ' d ' : '') + Math.floor(left / 3600) % 24 + ':' + two(Math.floor(left / 60) % 60) + ':' + two(left % 60);
          }
        }, 1000);
        setInterval(async () => {
          if (document.hidden) return;
          const response = await fetch(root + '/requests' + location.search, { redirect: 'error' }).catch(() => null);
          if (response?.ok) document.getElementById('requests').innerHTML = await response.text();
        }, 2000);
        """;
}
