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

    /// <summary>Runs a script in the page, and waits for its promise.</summary>
    public async Task<T> RunAsync<T>(string script)
    {
        var result = await SendAsync("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.That(result["exceptionDetails"]?.ToJsonString(), Is.Null, script);
        return result["result"]!["value"]!.GetValue<T>();
    }
}
