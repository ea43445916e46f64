using System.Text;
using System.Text.Json.Nodes;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Tests.Support.Express;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>One browser that goes to both applications with the same cookies.</summary>
internal sealed class SharedBrowser : IDisposable
{
    private readonly ScriptedApp _app;
    private readonly string[] _secrets;

    public SharedBrowser(ScriptedApp app, ExpressProcess express, string[] secrets, Dictionary<string, string>? cookies = null)
    {
        _app = app;
        _secrets = secrets;
        Cookies = cookies ?? new(StringComparer.Ordinal);
        Express = new Browser(express.Address, cookies: Cookies);
        Ours = new Browser(app.App.Address, cookies: Cookies);
    }

    public Dictionary<string, string> Cookies { get; }

    public Browser Express { get; }

    public Browser Ours { get; }

    /// <summary>Gets the id in the cookie, as both applications read it; null for none.</summary>
    public string? Id => Cookies.TryGetValue("connect.sid", out var cookie) ? ExpressCookie.FindId("connect.sid=" + cookie, "connect.sid", [.. _secrets.Select(Encoding.UTF8.GetBytes)]) : null;

    /// <summary>Lets Express set fields; null removes one.</summary>
    public Task<JsonObject> SetAtExpressAsync(JsonObject fields, int holdMilliseconds = 0) => PostAsync($"/set?hold={holdMilliseconds}", fields.ToJsonString());

    public Task<JsonObject> LogInAtExpressAsync(string user) => PostAsync("/login", $"\"{user}\"");

    public Task<JsonObject> LogOutAtExpressAsync() => PostAsync("/logout", "null");

    /// <summary>Returns the session as Express sees it, its cookie included.</summary>
    public async Task<JsonObject> SeenByExpressAsync() => Read(await Express.GetAsync("/session"));

    public async Task<Answer> RunAsync(Action<IDynamoSession> script, string policy = "merge")
    {
        var answer = await _app.RunAsync(script, policy, Ours);
        Protect();
        return answer;
    }

    public async Task<string> AskAsync(Func<IDynamoSession, object?> script, string policy = "merge")
    {
        var answer = await _app.AskAsync(script, policy, Ours);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Text;
    }

    /// <summary>Returns the fields as we see them.</summary>
    public async Task<JsonObject> SeenByUsAsync()
    {
        var answer = await AskAsync(session => new JsonObject(session.Keys.Select(key => KeyValuePair.Create(key, session.Get<JsonNode>(key)?.DeepClone()))).ToJsonString());
        return JsonNode.Parse(answer)!.AsObject();
    }

    /// <summary>Returns the fields as Express sees them, without what belongs to Express.</summary>
    public async Task<JsonObject> FieldsSeenByExpressAsync()
    {
        var session = await SeenByExpressAsync();
        foreach (var name in new[] { "cookie", "lastModified", "#id" })
        {
            session.Remove(name);
        }

        return session;
    }

    /// <summary>Returns another tab: the same cookies, from now on apart.</summary>
    public SharedBrowser Twin(ExpressProcess express) => new(_app, express, _secrets, new(Cookies, StringComparer.Ordinal));

    public void Dispose()
    {
        Express.Dispose();
        Ours.Dispose();
    }

    private async Task<JsonObject> PostAsync(string path, string json) => Read(await Express.PostJsonAsync(path, json));

    private JsonObject Read(Answer answer)
    {
        Protect();
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return JsonNode.Parse(answer.Text)!.AsObject();
    }

    private void Protect()
    {
        if (Id is { } id)
        {
            LeakWatch.Protect(id);
        }
    }
}
