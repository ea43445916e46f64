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
    public Task ClickAsync(string selector) => FollowAsync($"document.querySelector({JsonSerializer.Serialize(selector)}).click()");

    /// <summary>Clicks twice, as somebody does who is used to double clicks.</summary>
    public Task DoubleClickAsync(string selector) => FollowAsync(
        $"(button => (button.click(), setTimeout(() => button.click(), 30)))(document.querySelector({JsonSerializer.Serialize(selector)}))");

    /// <summary>Goes back to the page before, and waits until it has loaded, or is shown as it was left.</summary>
    public async Task GoBackAsync()
    {
        var navigated = tools.NextAsync("Page.frameNavigated", session);
        await RunAsync<bool>("history.back(), true");
        await navigated;
        await WaitUntilLoadedAsync();
    }

    public Task WaitUntilLoadedAsync() =>
        RunAsync<bool>("new Promise(loaded => document.readyState === 'complete' ? loaded(true) : addEventListener('load', () => setTimeout(loaded, 0, true)))");

    public Task ResizeAsync(int width, int height) => SendAsync(
        "Emulation.setDeviceMetricsOverride",
        new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = true });

    /// <summary>Shows pages as the user's system is set: light or dark.</summary>
    public Task SetColorSchemeAsync(bool isDark) => SendAsync("Emulation.setEmulatedMedia", new()
    {
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }),
    });

    /// <summary>Lets the test's own scripts call the server, which the page's policy may forbid. Takes effect with the next page.</summary>
    public Task AllowFetchAsync() => SendAsync("Page.setBypassCSP", new() { ["enabled"] = true });

    /// <summary>Keeps the errors that the console shows from now on.</summary>
    /// <returns>What is kept.</returns>
    public async Task<ConsoleErrors> WatchConsoleAsync()
    {
        var errors = new ConsoleErrors(tools.Keep("Log.entryAdded", session), tools.Keep("Runtime.exceptionThrown", session));
        await SendAsync("Log.enable", []);
        await SendAsync("Runtime.enable", []);
        return errors;
    }

    /// <summary>Takes a picture of what the window shows.</summary>
    /// <param name="ofWholePage">Whether it shows the whole page, however long it is.</param>
    /// <returns>The picture as PNG.</returns>
    public async Task<byte[]> TakeScreenshotAsync(bool ofWholePage)
    {
        var parameters = new JsonObject { ["format"] = "png" };
        if (ofWholePage)
        {
            var size = (await SendAsync("Page.getLayoutMetrics", []))["cssContentSize"]!;
            parameters["captureBeyondViewport"] = true;
            parameters["clip"] = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = (double)size["width"]!, ["height"] = (double)size["height"]!, ["scale"] = 1 };
        }

        return Convert.FromBase64String((string)(await SendAsync("Page.captureScreenshot", parameters))["data"]!);
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

    private async Task FollowAsync(string script)
    {
        var loaded = tools.NextAsync("Page.loadEventFired", session);
        await RunAsync<bool>($"{script}, true");
        await loaded;
    }
}
