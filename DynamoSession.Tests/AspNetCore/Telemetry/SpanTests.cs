using System.Diagnostics;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>The spans of a request.</summary>
public sealed class SpanTests : TelemetryFixture
{
    private protected override void Configure(DynamoSessionOptions options) => options.LeaseWait = TimeSpan.Zero;

    [Test]
    public async Task A_request_has_one_span_for_its_load_and_one_for_its_commit_within_its_own()
    {
        Activity? request = null;
        await App.RequestAsync(context =>
        {
            request = Activity.Current;
            context.GetDynamoSession().Set("theme", LeakWatch.Value("light"));
            return Task.FromResult<string?>("done");
        });

        Assert.Multiple(() =>
        {
            Assert.That(Seen.Spans.Select(span => span.DisplayName), Is.EqualTo(new[] { DynamoSessionTracing.LoadSpan, DynamoSessionTracing.CommitSpan }));
            Assert.That(Seen.Spans.Select(span => span.ParentSpanId), Is.All.EqualTo(request!.SpanId), "and the endpoint runs in the request's own");
            Assert.That(Seen.Spans.Select(span => span.Kind), Is.All.EqualTo(ActivityKind.Internal));
            Assert.That(Seen.Spans.Select(span => span.Status), Is.All.EqualTo(ActivityStatusCode.Unset));
        });
    }

    [Test]
    public async Task A_span_has_the_table_and_the_outcome()
    {
        await ReadAsync();

        var tags = Seen.Spans.Single().TagObjects.ToDictionary();
        Assert.Multiple(() =>
        {
            Assert.That(tags["db.system.name"], Is.EqualTo("aws.dynamodb"));
            Assert.That(tags["db.collection.name"], Is.EqualTo(App.App.TableName));
            Assert.That(tags["aws.dynamodb.table_names"], Is.EqualTo(new[] { App.App.TableName }));
            Assert.That(tags["dynamosession.outcome"], Is.EqualTo("found"));
            Assert.That(tags.Keys, Has.Count.EqualTo(4));
        });
    }

    [TestCase("GetItem", "failed")]
    [TestCase("UpdateItem", "failed")]
    public async Task A_failure_is_an_error_with_its_cause_and_no_text(string operation, string outcome)
    {
        Refuse(operation, "AccessDeniedException");

        await StoreAsync("light");

        var span = Seen.Spans[^1];
        Assert.Multiple(() =>
        {
            Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
            Assert.That(span.StatusDescription, Is.Null);
            Assert.That(span.GetTagItem("error.type"), Is.EqualTo("access_denied"));
            Assert.That(span.GetTagItem("dynamosession.outcome"), Is.EqualTo(outcome));
            Assert.That(span.Events, Is.Empty);
        });
    }

    [Test]
    public async Task A_session_that_is_locked_is_not_an_error()
    {
        var answer = await App.RequestAsync(
            async _ =>
            {
                using var other = App.Twin();
                return $"{(await App.RunAsync(_ => { }, "exclusive", other)).Status}";
            },
            "exclusive");

        var span = Seen.Spans.First(span => (string?)span.GetTagItem("dynamosession.outcome") == "locked");
        Assert.That(answer.Text, Is.EqualTo("423"));
        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Unset));
    }
}
