using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moq;

namespace DynamoSession.Tests.AspNetCore.Health;

/// <summary>What an application's health endpoint says of the table.</summary>
[Category(TestEngine.Category)]
public sealed class HealthCheckTests
{
    private readonly List<SessionApp> _apps = [];

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _apps.Clear();
    }

    [Test]
    public async Task A_right_table_is_healthy()
    {
        var app = await StartAsync();

        var (httpStatus, status, description, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(status, Is.EqualTo("Healthy"));
            Assert.That(description, Is.EqualTo("The session table responds."));
            Assert.That((string?)data["table"], Is.EqualTo(app.TableName));
            Assert.That((string?)data["timeToLive"], Is.EqualTo("on"));
            Assert.That((double?)data["clockSkewSeconds"], Is.EqualTo(0).Within(5));
            Assert.That((long?)data["throttledCalls"], Is.Zero);
            Assert.That((long?)data["shedTouches"], Is.Zero);
        });
    }

    [Test]
    public async Task A_check_reads_one_key_that_no_session_has_and_asks_rarely_for_the_time_to_live()
    {
        var clock = new ManualTimeProvider();
        var app = await StartAsync(clock: clock);

        await HealthEndpoint.AskAsync(app);
        var first = app.TakeCalls();
        clock.Advance(TimeSpan.FromMinutes(9));
        await HealthEndpoint.AskAsync(app);
        var second = app.TakeCalls();
        clock.Advance(TimeSpan.FromMinutes(1));
        await HealthEndpoint.AskAsync(app);
        var third = app.TakeCalls();

        Assert.That(first.Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "DescribeTimeToLive" }));
        Assert.That(second.Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        Assert.That(third.Select(call => call.Operation), Is.EqualTo(new[] { "GetItem", "DescribeTimeToLive" }));
        Assert.That(second.Single().Units, Is.EqualTo(0.5));
        var key = (string)second.Single().Request["Key"]!["id"]!["S"]!;
        Assert.That(key, Does.StartWith("s1#"), "A role may be limited to the prefix.");
        Assert.That(SessionId.IsWellFormed(key.AsSpan("s1#".Length)), Is.False);
    }

    [Test]
    public async Task A_missing_table_is_unhealthy_with_the_sentence_of_the_exception()
    {
        var app = await StartAsync(tableName: TestEngine.NewTableName());

        var (httpStatus, status, description, data) = await HealthEndpoint.AskAsync(app);

        var exception = Assert.CatchAsync<SessionStoreException>(() => app.Services.GetRequiredService<ISessionTable>().LoadAsync("any", consistentRead: false, default))!;
        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(503));
            Assert.That(status, Is.EqualTo("Unhealthy"));
            Assert.That(description, Is.EqualTo(exception.Message));
            Assert.That(description, Does.Contain("the table does not exist"));
            Assert.That((string?)data["table"], Is.EqualTo(app.TableName));
        });
    }

    [TestCase("AccessDeniedException", "Grant the application's role dynamodb:GetItem on the table.")]
    [TestCase("ProvisionedThroughputExceededException", "DynamoDB throttled the call.")]
    [TestCase("UnrecognizedClientException", "the credentials were rejected")]
    public async Task A_read_that_is_refused_is_unhealthy_with_the_remedy(string error, string remedy)
    {
        var app = await StartAsync();
        app.Wire.Before = (operation, _) => Task.FromResult(operation == "GetItem" ? Wire.Error(HttpStatusCode.BadRequest, error) : null);

        var (httpStatus, status, description, _) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(503));
            Assert.That(status, Is.EqualTo("Unhealthy"));
            Assert.That(description, Does.Contain(remedy));
            Assert.That(description, Does.Not.Contain("s1#").And.Not.Contain("dynamosession-check"));
        });
    }

    [Test]
    public async Task A_table_that_does_not_respond_is_unhealthy_at_the_deadline()
    {
        var clock = new ManualTimeProvider();
        var app = await StartAsync(clock: clock);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Wire.Before = (_, cancellationToken) =>
        {
            arrived.TrySetResult();
            return Wire.HangAsync(cancellationToken);
        };

        var asked = HealthEndpoint.AskAsync(app);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(5));

        var (httpStatus, _, description, _) = await asked;
        Assert.That(httpStatus, Is.EqualTo(503));
        Assert.That(description, Does.Contain("The session health check on table").And.Contain("IOTimeout (00:00:05)"));
    }

    [Test]
    public async Task Time_to_live_that_is_off_is_degraded()
    {
        var app = await StartAsync(tableName: await TestEngine.CreateSessionTableAsync());

        var (httpStatus, status, description, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(status, Is.EqualTo("Degraded"));
            Assert.That(description, Does.Contain($"Table '{app.TableName}' has no time to live").And.Contain("Enable it on 'expires'."));
            Assert.That((string?)data["timeToLive"], Is.EqualTo("off"));
        });
    }

    [Test]
    public async Task Time_to_live_on_another_attribute_is_degraded()
    {
        var app = await StartAsync(tableName: await CreateTableAsync(timeToLive: "ttl"));

        var (_, status, description, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo("Degraded"));
            Assert.That(description, Does.Contain("'ttl'").And.Contain("'expires'"));
            Assert.That((string?)data["timeToLive"], Is.EqualTo("off"));
        });
    }

    [TestCase("AccessDeniedException", "dynamodb:DescribeTimeToLive")]
    [TestCase("UnknownOperationException", "The endpoint does not support time to live.")]
    [TestCase("InternalServerError", "could not describe the table's TTL")]
    public async Task Time_to_live_that_cannot_be_described_is_not_checked_and_healthy(string error, string reason)
    {
        var app = await StartAsync();
        app.Wire.Before = (operation, _) => Task.FromResult(operation == "DescribeTimeToLive" ? Wire.Error(HttpStatusCode.BadRequest, error) : null);

        var (httpStatus, status, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(status, Is.EqualTo("Healthy"));
            Assert.That((string?)data["timeToLive"], Does.StartWith("not checked: ").And.Contain(reason));
        });
    }

    [Test]
    public async Task A_slow_description_of_the_time_to_live_is_waited_for_one_second()
    {
        var clock = new ManualTimeProvider();
        var app = await StartAsync(clock: clock);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Wire.Before = (operation, cancellationToken) =>
        {
            if (operation != "DescribeTimeToLive")
            {
                return Task.FromResult<HttpResponseMessage?>(null);
            }

            arrived.TrySetResult();
            return Wire.HangAsync(cancellationToken);
        };

        var asked = HealthEndpoint.AskAsync(app);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(1));

        var (httpStatus, _, _, data) = await asked;
        Assert.That(httpStatus, Is.EqualTo(200));
        Assert.That((string?)data["timeToLive"], Is.EqualTo("not checked: There was no response within 1 s."));
    }

    [Test]
    public async Task A_time_to_live_that_is_known_to_be_off_is_not_forgotten_when_the_next_question_fails()
    {
        var clock = new ManualTimeProvider();
        var app = await StartAsync(await TestEngine.CreateSessionTableAsync(), clock);
        await HealthEndpoint.AskAsync(app);
        clock.Advance(TimeSpan.FromMinutes(10));
        app.Wire.Before = (operation, _) => Task.FromResult(operation == "DescribeTimeToLive" ? Wire.Error(HttpStatusCode.InternalServerError, "InternalServerError") : null);

        var (_, failed, _, _) = await HealthEndpoint.AskAsync(app);
        app.TakeCalls();
        clock.Advance(TimeSpan.FromMinutes(1));
        await HealthEndpoint.AskAsync(app);

        Assert.That(failed, Is.EqualTo("Degraded"));
        Assert.That(app.TakeCalls().Select(call => call.Operation), Does.Contain("DescribeTimeToLive"), "It is asked again after a minute.");
    }

    [TestCase(20, "ahead of", "early")]
    [TestCase(-20, "behind", "late")]
    public async Task A_clock_that_differs_from_DynamoDB_s_is_degraded(int seconds, string direction, string effect)
    {
        var app = await StartAsync(clock: new ShiftedClock(TimeSpan.FromSeconds(seconds)));

        var (httpStatus, status, description, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(httpStatus, Is.EqualTo(200));
            Assert.That(status, Is.EqualTo("Degraded"));
            Assert.That(description, Does.Contain($"s {direction} DynamoDB's").And.Contain($"sessions expire too {effect}").And.Contain("Synchronize the machine's clock."));
            Assert.That((double?)data["clockSkewSeconds"], Is.EqualTo(seconds).Within(5));
        });
    }

    [TestCase(5)]
    [TestCase(-5)]
    public async Task A_clock_that_differs_by_a_few_seconds_is_healthy(int seconds)
    {
        var app = await StartAsync(clock: new ShiftedClock(TimeSpan.FromSeconds(seconds)));

        var (_, status, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.That(status, Is.EqualTo("Healthy"));
        Assert.That((double?)data["clockSkewSeconds"], Is.EqualTo(seconds).Within(4.9));
    }

    [Test]
    public async Task A_slow_response_is_not_a_wrong_clock()
    {
        var clock = new ManualTimeProvider();
        var app = await StartAsync(clock: clock, configure: options => options.IOTimeout = TimeSpan.FromSeconds(60));
        app.Wire.Before = (operation, _) =>
        {
            clock.Advance(operation == "GetItem" ? TimeSpan.FromSeconds(30) : TimeSpan.Zero);
            return Task.FromResult<HttpResponseMessage?>(null);
        };

        var (_, _, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.That((double?)data["clockSkewSeconds"], Is.EqualTo(0).Within(5));
    }

    [TestCase("GetItem")]
    [TestCase("DescribeTimeToLive")]
    public async Task A_response_that_was_sent_before_the_check_does_not_make_the_clock_wrong(string operation)
    {
        var app = await StartAsync();
        app.Wire.Date = called => called == operation ? TimeProvider.System.GetUtcNow().AddMinutes(-1) : null;

        var (_, status, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.That(app.TakeCalls().Select(call => call.Operation), Does.Contain(operation));
        Assert.That(status, Is.EqualTo("Healthy"));
        Assert.That((double?)data["clockSkewSeconds"], Is.EqualTo(0).Within(5));
    }

    [Test]
    public async Task A_table_that_is_shared_with_Express_is_read_but_not_asked_for_its_time_to_live()
    {
        var app = await StartAsync(services: builder => builder.Services.AddDynamoSession().ShareWithExpress(options =>
        {
            options.Secrets = ["keyboard cat"];
            options.Format = ExpressFormat.ConnectDynamoDb;
        }));

        var (_, status, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo("Healthy"));
            Assert.That((string?)data["table"], Is.EqualTo(app.TableName));
            Assert.That((string?)data["timeToLive"], Is.EqualTo("not checked: The table belongs to another application."));
            Assert.That(app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        });
    }

    [Test]
    public async Task A_client_that_shows_no_headers_leaves_the_clock_unchecked()
    {
        var decorator = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        decorator.Setup(client => client.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new GetItemResponse());
        decorator.Setup(client => client.DescribeTimeToLiveAsync(It.IsAny<DescribeTimeToLiveRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new DescribeTimeToLiveResponse { TimeToLiveDescription = new() { TimeToLiveStatus = TimeToLiveStatus.ENABLING, AttributeName = "expires" } });
        var app = await StartAsync(services: builder => builder.Services.AddSingleton(decorator.Object));

        var (_, status, _, data) = await HealthEndpoint.AskAsync(app);

        Assert.That(status, Is.EqualTo("Healthy"));
        Assert.That((string?)data["timeToLive"], Is.EqualTo("on"));
        Assert.That((string?)data["clockSkewSeconds"], Does.StartWith("not checked: "));
    }

    [Test]
    public async Task Several_checks_have_their_own_names_tags_and_status()
    {
        var app = await StartAsync(tableName: TestEngine.NewTableName(), services: builder => builder.Services.AddHealthChecks()
            .AddDynamoSession("sessions", HealthStatus.Degraded, ["ready"], TimeSpan.FromSeconds(30)));

        var (_, status, _, _) = await HealthEndpoint.AskAsync(app, "sessions");
        var (_, unhealthy, _, _) = await HealthEndpoint.AskAsync(app);

        var registration = app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single(check => check.Name == "sessions");
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo("Degraded"));
            Assert.That(unhealthy, Is.EqualTo("Unhealthy"));
            Assert.That(registration.Tags, Is.EquivalentTo(new[] { "ready" }));
            Assert.That(registration.Timeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
        });
    }

    /// <summary>Starts an application with a health endpoint, on a table with time to live unless another one is named.</summary>
    private async Task<SessionApp> StartAsync(
        string? tableName = null, TimeProvider? clock = null, Action<WebApplicationBuilder>? services = null, Action<DynamoSessionOptions>? configure = null)
    {
        var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                HealthEndpoint.Map(app);
            },
            configure,
            builder =>
            {
                HealthEndpoint.Register(builder);
                services?.Invoke(builder);
            },
            clock,
            tableName ?? await CreateTableAsync("expires"));
        _apps.Add(app);
        return app;
    }

    private static async Task<string> CreateTableAsync(string timeToLive)
    {
        var name = await TestEngine.CreateSessionTableAsync();
        await (await TestEngine.ClientAsync()).UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest
        {
            TableName = name,
            TimeToLiveSpecification = new() { AttributeName = timeToLive, Enabled = true },
        });
        return name;
    }
}
