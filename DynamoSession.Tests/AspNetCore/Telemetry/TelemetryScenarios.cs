using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>Requests by which everything is measured that an application measures.</summary>
internal sealed class TelemetryScenarios(ScriptedApp app, ManualTimeProvider clock)
{
    public async Task RunAsync()
    {
        await SetAsync("dark");
        await SetAsync("light");
        await TouchAsync();
        await RejectIdsAsync();
        await LockAsync();
        await LoseAnswersAsync();
        await ConflictAsync();
        await FailAsync();
        await SignInAndOutAsync();
    }

    private static void Nothing(IDynamoSession session)
    {
    }

    private Task<Answer> SetAsync(string value) => app.RunAsync(session => session.Set("theme", LeakWatch.Value(value)));

    private Task<Answer> ReadAsync(Browser? browser = null, string policy = "merge") =>
        app.AskAsync(session => session.Get<string>("theme") is null ? "none" : "some", policy, browser);

    private async Task TouchAsync()
    {
        clock.Advance(TimeSpan.FromMinutes(3));
        await DeniedAsync("UpdateItem", () => ReadAsync());
        await ReadAsync();
        clock.Advance(TimeSpan.FromMinutes(3));
        app.App.Services.GetRequiredService<TouchCircuit>().Throttled(SessionId.PublicIdOf(app.Browser.SessionCookie!));
        await ReadAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task RejectIdsAsync()
    {
        using var stranger = app.App.NewBrowser();
        stranger.SessionCookie = "short";
        await ReadAsync(stranger);
        stranger.SessionCookie = SessionId.NewSecret();
        LeakWatch.Protect(stranger.SessionCookie);
        await ReadAsync(stranger, "eventual");
        using var migrating = app.App.NewBrowser();
        migrating.Cookies["connect.sid"] = "s%3Aforged.signature";
        await ReadAsync(migrating);
    }

    private async Task LockAsync()
    {
        await app.RunAsync(Nothing, "exclusive");
        await DeniedAsync("GetItem", () => app.RunAsync(Nothing, "exclusive"));
        var queues = app.App.Services.GetRequiredService<LeaseQueues>();
        var places = Enumerable.Range(0, LeaseQueues.MaxWaiting + 1).Select(_ => queues.Join(SessionId.PublicIdOf(app.Browser.SessionCookie!))!).ToArray();
        await app.RunAsync(Nothing, "exclusive");
        Array.ForEach(places, place => place.Dispose());
    }

    private async Task LoseAnswersAsync()
    {
        var lost = 0;
        app.App.Wire.After = (operation, _) =>
            operation == "UpdateItem" && Interlocked.Exchange(ref lost, 1) == 0 ? throw new HttpRequestException("lost") : Task.CompletedTask;
        await SetAsync("lost");
        app.App.Wire.After = null;

        app.App.Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" && app.App.Logs.Own.GetSnapshot().All(entry => entry.Id.Name != "WriteRetried")
                ? Wire.Error(HttpStatusCode.InternalServerError, "InternalServerError")
                : null);
        await SetAsync("repeated");
        app.App.Wire.Before = null;
    }

    private Task<Answer> ConflictAsync() => app.RequestAsync(
        async context =>
        {
            using var other = app.Twin();
            await app.RunAsync(session => session.Set("theme", LeakWatch.Value("first")), browser: other);
            context.GetDynamoSession().Set("theme", LeakWatch.Value("second"));
            return "done";
        },
        "optimistic");

    private async Task FailAsync()
    {
        await DeniedAsync("GetItem", () => ReadAsync());
        await DeniedAsync("UpdateItem", () => SetAsync("denied"));
        await DeniedAsync("UpdateItem", () => app.RunAsync(session => session.RenewId()));
        await DeniedAsync("UpdateItem", () => app.RunAsync(session => session.Destroy()));
    }

    private async Task SignInAndOutAsync()
    {
        await app.RunAsync(session => session.UserId = "ada");
        await app.RunAsync(session => session.RenewId());
        await app.App.Services.GetRequiredService<ISessionDirectory>().DestroyByUserAsync("ada");
        using var browser = app.App.NewBrowser();
        await app.RunAsync(session => session.Set("theme", LeakWatch.Value("dark")), browser: browser);
        await app.RunAsync(session => session.Destroy(), browser: browser);
    }

    private async Task DeniedAsync(string denied, Func<Task> request)
    {
        app.App.Wire.Before = (operation, _) => Task.FromResult(operation == denied ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);
        await request();
        app.App.Wire.Before = null;
    }
}
