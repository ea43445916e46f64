using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>The session in a SignalR hub is that of the request which carries the connection, for as long as the connection lasts.</summary>
[Category(TestEngine.Category)]
[TestFixture(HttpTransportType.WebSockets)]
[TestFixture(HttpTransportType.ServerSentEvents)]
public sealed class SignalRTests(HttpTransportType transport)
{
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private TaskCompletionSource _ended = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    await next();
                    if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/hub"))
                    {
                        _ended.TrySetResult();
                    }
                });
                app.UseWebSockets();
                app.UseDynamoSession();
                app.MapPost("/set", (HttpContext context) => context.Session.SetString("page", "set"));
                app.MapPost("/add", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/sign-out", (HttpContext context) => context.GetDynamoSession().Destroy());
                app.MapHub<SessionHub>("/hub");
                app.MapHub<SessionHub>("/hub-without").WithSessionPolicy(SessionAccess.None);
            },
            services: builder => builder.Services.AddSignalR(options => options.EnableDetailedErrors = true));
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/set");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_hub_reads_the_session_as_it_was_when_the_connection_began()
    {
        await using var connection = await ConnectAsync("/hub");
        await _browser.PostAsync("/sign-out");

        Assert.That(await connection.InvokeAsync<string?>("Read", "page"), Is.EqualTo("set"));
    }

    [Test]
    public async Task What_a_hub_sets_is_stored_when_the_connection_ends()
    {
        await using (var connection = await ConnectAsync("/hub"))
        {
            await connection.InvokeAsync("Write", "later");
            Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "page" }));
        }

        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "page", "hub" }));
    }

    [Test]
    public async Task What_a_hub_commits_itself_is_stored_at_once()
    {
        await using var connection = await ConnectAsync("/hub");

        await connection.InvokeAsync("Commit", "now");

        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["hub"].S, Is.EqualTo("now"));
    }

    [Test]
    public async Task A_hub_that_updates_a_field_sees_what_others_have_committed_since_the_connection_began()
    {
        await using var connection = await ConnectAsync("/hub");
        await _browser.PostAsync("/add");

        Assert.That(await connection.InvokeAsync<int>("Add"), Is.EqualTo(2));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["count"].N, Is.EqualTo("2"));
    }

    [Test]
    public async Task After_a_sign_out_a_commit_of_the_hub_is_refused()
    {
        await using var connection = await ConnectAsync("/hub");
        await _browser.PostAsync("/sign-out");

        Assert.That(() => connection.InvokeAsync("Commit", "late"), Throws.InstanceOf<HubException>().With.Message.Contains(nameof(SessionGoneException)));
    }

    [Test]
    public async Task Without_a_session_a_hub_cannot_write()
    {
        _browser.Cookies.Clear();
        await using var connection = await ConnectAsync("/hub");

        Assert.That(() => connection.InvokeAsync("Write", "later"), Throws.InstanceOf<HubException>().With.Message.Contains("cannot be created after the response has started"));
    }

    [Test]
    public async Task A_connection_costs_a_read_for_each_of_its_requests_and_none_for_a_message()
    {
        _app.TakeCalls();

        await using var connection = await ConnectAsync("/hub");
        var connecting = _app.TakeCalls().Select(call => call.Operation).ToArray();
        await connection.InvokeAsync<string?>("Read", "page");

        // Negotiation and connection. With server-sent events, each message of the client is a request of its own, its pings too.
        var isOneRequest = transport == HttpTransportType.WebSockets;
        Assert.That(connecting, Has.All.EqualTo("GetItem"));
        Assert.That(connecting, isOneRequest ? Has.Length.EqualTo(2) : Has.Length.AtLeast(3));
        Assert.That(_app.TakeCalls(), isOneRequest ? Is.Empty : Is.Not.Empty);
    }

    [Test]
    public async Task A_hub_with_SessionAccess_None_costs_no_call()
    {
        _app.TakeCalls();
        await using var connection = await ConnectAsync("/hub-without");

        Assert.That(() => connection.InvokeAsync<string?>("Read", "page"), Throws.InstanceOf<HubException>());
        Assert.That(_app.TakeCalls(), Is.Empty);
    }

    [Test]
    public async Task With_long_polling_a_hub_has_no_session()
    {
        await using var connection = await ConnectAsync("/hub", HttpTransportType.LongPolling);

        Assert.That(() => connection.InvokeAsync<string?>("Read", "page"), Throws.InstanceOf<HubException>().With.Message.Contains("Session has not been configured"));
    }

    private Task<HubConnection> ConnectAsync(string path) => ConnectAsync(path, transport);

    private async Task<HubConnection> ConnectAsync(string path, HttpTransportType transport)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(_app.Address, path), transport, options =>
            {
                if (_browser.Cookies.Count > 0)
                {
                    options.Headers["Cookie"] = $"{SessionApp.CookieName}={_browser.SessionCookie}";
                }
            })
            .Build();
        await connection.StartAsync();
        return connection;
    }

    public sealed class SessionHub : Hub
    {
        private ISession Session => Context.GetHttpContext()!.Session;

        public string? Read(string name) => Session.GetString(name);

        public void Write(string value) => Session.SetString("hub", value);

        public Task<int> Add() => Context.GetHttpContext()!.GetDynamoSession().UpdateAsync<int>("count", count => count + 1);

        public Task Commit(string value)
        {
            Session.SetString("hub", value);
            return Session.CommitAsync();
        }
    }
}
