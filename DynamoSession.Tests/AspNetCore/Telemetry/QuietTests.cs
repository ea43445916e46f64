using System.Diagnostics.Metrics;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>Telemetry costs nothing when nobody listens, and never a call.</summary>
[Category(TestEngine.Category)]
public sealed class QuietTests
{
    [Test]
    public async Task Nothing_is_asked_of_DynamoDB_that_nobody_wants_to_know()
    {
        var (quiet, heard) = (await CallsAsync(new QuietMeters()), await CallsAsync(meters: null));

        Assert.Multiple(() =>
        {
            Assert.That(quiet.Select(call => call.Operation), Is.EqualTo(heard.Select(call => call.Operation)));
            Assert.That(quiet.Select(call => (string?)call.Request["ReturnConsumedCapacity"]), Is.All.Null);
            Assert.That(heard.Select(call => (string?)call.Request["ReturnConsumedCapacity"]), Is.All.EqualTo("TOTAL"));
        });
    }

    [Test]
    public void An_operation_that_nobody_listens_to_is_not_measured()
    {
        using var meters = new QuietMeters();
        var services = new ServiceCollection().AddSingleton<IMeterFactory>(meters);
        services.AddDynamoSession();
        services.AddSingleton<IMeterFactory>(meters);
        using var provider = services.BuildServiceProvider();
        var operations = provider.GetRequiredService<SessionOperations>();

        Assert.That(operations.Touch.Start(), Is.Null);
        Assert.That(operations.Touch.IsObserved, Is.False);
    }

    private static async Task<IReadOnlyList<TableCall>> CallsAsync(QuietMeters? meters)
    {
        var clock = new ManualTimeProvider();
        await using var app = await ScriptedApp.StartAsync(clock: clock, services: builder =>
        {
            if (meters is not null)
            {
                builder.Services.AddSingleton<IMeterFactory>(meters);
            }
        });
        await app.RunAsync(session => session.Set("theme", "dark"));
        await app.RunAsync(session => session.UserId = "ada");
        clock.Advance(TimeSpan.FromMinutes(3));
        await app.AskAsync(session => session.Get<string>("theme"));
        await app.RunAsync(session => session.Set("theme", "light"), "exclusive");
        await app.RunAsync(session => session.RenewId());
        await app.RunAsync(session => session.Destroy());
        return app.App.TakeCalls();
    }
}
