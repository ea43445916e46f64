using System.Text.Json;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Chromium;

/// <summary>A page of the browser.</summary>
internal sealed class ChromiumPage(DevTools tools, string session)
{
    public Task<JsonNode> SendAsync(string method, JsonObject parameters) => tools.SendAsync(method, parameters, session);

    /// <summary>Goes to an address, and waits until the page has loaded.</summary>
    public async Task GoToAsync(Uri address)
    {
        var loaded = tools.NextAsync("Page.loadEventFired", session);
        await SendAsync("Page.navigate", new() { ["url"] = address.ToString() });
        await loaded;
    }

    /// <summary>Clicks on what leads to another page, and waits until that has loaded.</summary>
    /// <param name="selector">The link or button.</param>
    public async Task ClickAsync(string selector)
    {
        var loaded = tools.NextAsync("Page.loadEventFired", session);
        await RunAsync<bool>($"document.querySelector({JsonSerializer.Serialize(selector)}).click(), true");
        await loaded;
    }

    /// <summary>Fills in a field of a form.</summary>
    public Task FillInAsync(string selector, string text) =>
        RunAsync<string>($"document.querySelector({JsonSerializer.Serialize(selector)}).value = {JsonSerializer.Serialize(text)}");

    /// <summary>Sets headers of every request from now on, as a CDN on the way would.</summary>
    public async Task SetHeadersAsync(params (string Name, string Value)[] headers)
    {
        // Otherwise, they are not sent.
        await SendAsync("Network.enable", []);
        var values = headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value));
        await SendAsync("Network.setExtraHTTPHeaders", new() { ["headers"] = new JsonObject(values) });
    }

    /// <summary>Runs a script in the page, and waits for its promise.</summary>
    public async Task<T> RunAsync<T>(string script)
    {
        var result = await SendAsync("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.That(result["exceptionDetails"]?.ToJsonString(), Is.Null, script);
        return result["result"]!["value"]!.GetValue<T>();
    }
}
