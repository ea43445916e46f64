using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Chromium;

/// <summary>A real browser without a window, with a profile of its own, which tests control by its developer tools.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    /// <summary>The category of tests that open pages. A browser needs a lot of processor time. They run in a step of their own.</summary>
    public const string Category = "Browser";

    private const string Listening = "DevTools listening on ";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _profile;
    private readonly DevTools _tools;

    private ChromiumBrowser(Process process, string profile, DevTools tools)
    {
        _process = process;
        _profile = profile;
        _tools = tools;
    }

    /// <summary>Starts the browser; a test that cannot have it is skipped with the remedy, in CI it fails.</summary>
    public static Task<ChromiumBrowser> StartAsync() => StartAsync(Directory.CreateTempSubdirectory("chromium-").FullName);

    /// <summary>Closes the browser as its user does, and starts it again with the same profile.</summary>
    /// <returns>The browser to use from now on, instead of this one.</returns>
    public async Task<ChromiumBrowser> RestartAsync()
    {
        await _tools.SendAsync("Browser.close", []);
        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        await _tools.DisposeAsync();
        _process.Dispose();
        return await StartAsync(_profile);
    }

    /// <summary>Creates a profile without cookies, such as that of another browser.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateProfileAsync() => (string)(await _tools.SendAsync("Target.createBrowserContext", []))["browserContextId"]!;

    /// <summary>Opens a page in a window of this size, as on a phone.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="profile">The profile; null for the browser's own.</param>
    public async Task<ChromiumPage> OpenAsync(int width, int height, string? profile = null)
    {
        var parameters = new JsonObject { ["url"] = "about:blank" };
        if (profile is not null)
        {
            parameters["browserContextId"] = profile;
        }

        var target = await _tools.SendAsync("Target.createTarget", parameters);
        var attached = await _tools.SendAsync("Target.attachToTarget", new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true });
        var page = new ChromiumPage(_tools, (string)attached["sessionId"]!);
        await page.SendAsync("Page.enable", []);

        // So that its event is not taken for that of the next page.
        await page.WaitUntilLoadedAsync();
        await page.ResizeAsync(width, height);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _tools.DisposeAsync();
        Stop(_process, _profile);
    }

    private static async Task<ChromiumBrowser> StartAsync(string profile)
    {
        var process = Start(profile);
        try
        {
            var address = await AddressAsync(process).WaitAsync(StartLimit);
            return new ChromiumBrowser(process, profile, await DevTools.ConnectAsync(address));
        }
        catch
        {
            Stop(process, profile);
            throw;
        }
    }

    private static Process Start(string profile)
    {
        Win32Exception? missing = null;
        foreach (var name in Names)
        {
            try
            {
                return Process.Start(new ProcessStartInfo(
                    name,
                    ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--password-store=basic", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
                {
                    RedirectStandardError = true,
                })!;
            }
            catch (Win32Exception exception)
            {
                missing = exception;
            }
        }

        Directory.Delete(profile, recursive: true);
        throw Requirement.Missing("Some tests open pages in a real browser. Install Chromium (Debian: chromium) or Chrome.", missing!);
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                // Read on, so that the browser is never held up by what it has to say.
                _ = process.StandardError.ReadToEndAsync();
                return new Uri(line[Listening.Length..]);
            }
        }

        throw new InvalidOperationException($"Chromium did not start. It said: {string.Join('\n', said)}");
    }

    private static void Stop(Process process, string profile)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
        Directory.Delete(profile, recursive: true);
    }
}
