using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Records;

/// <summary>Old and new code at once, and records that other software has written.</summary>
[Category(TestEngine.Category)]
public sealed class RollingUpgradeTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(app =>
        {
            app.UseDynamoSession();
            app.MapPost("/new", (HttpContext context) => context.Session.Set("cart", new NewCart { Owner = "Ann", Coupon = "SAVE" }));
            app.MapPost("/old", (HttpContext context) => context.Session.Set("cart", new OldCart { Owner = "Ann" }));
            app.MapGet("/old", (HttpContext context) => context.Session.Get<OldCart>("cart")?.Owner ?? "none");
            app.MapGet("/new", (HttpContext context) => context.Session.Get<NewCart>("cart")?.Coupon ?? "none");
            app.MapPost("/other", (HttpContext context) => context.Session.Set("other", 1));
            app.MapPost("/clear", (HttpContext context) => context.Session.Clear());
        });
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_class_that_does_not_know_a_stored_property_reads_it_and_nothing_is_written()
    {
        await _browser.PostAsync("/new");
        _app.TakeCalls();

        var answer = await _browser.GetAsync("/old");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("Ann"));
            Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        });
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["cart"].M["Coupon"].S, Is.EqualTo("SAVE"));
    }

    [Test]
    public async Task A_class_that_adds_a_default_reads_the_old_value_and_nothing_is_written()
    {
        await _browser.PostAsync("/old");
        _app.TakeCalls();

        var answer = await _browser.GetAsync("/new");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("NONE"));
            Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
        });
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["cart"].M, Does.Not.ContainKey("Coupon"));
    }

    [TestCase("/other")]
    [TestCase("/clear")]
    public async Task Attributes_that_we_do_not_know_are_kept(string write)
    {
        await _browser.PostAsync("/old");
        await EditAsync("SET note = :note", new() { [":note"] = new() { S = "theirs" } });

        await _browser.PostAsync(write);

        Assert.That((await _app.ItemAsync(_browser.SessionCookie))!["note"].S, Is.EqualTo("theirs"));
    }

    [Test]
    public async Task A_record_of_a_newer_format_is_an_error_and_stays_as_it_is()
    {
        await _browser.PostAsync("/old");
        await EditAsync("SET fmt = :fmt", new() { [":fmt"] = new() { N = "2" } });
        var before = await SnapshotAsync();

        var read = await _browser.GetAsync("/old");
        var write = await _browser.PostAsync("/other");

        Assert.Multiple(() =>
        {
            Assert.That(new[] { read.Status, write.Status }, Is.All.EqualTo(503));
            Assert.That(write.SetCookies, Is.Empty);
            Assert.That(_app.Logs.Own.GetSnapshot().First(entry => entry.Id.Id == 7).Exception!.Message, Does.Contain("format 2").And.Contain("Upgrade"));
        });
        Assert.That(await SnapshotAsync(), Is.EqualTo(before));
    }

    [TestCase("REMOVE rt")]
    [TestCase("REMOVE sess")]
    [TestCase("REMOVE fmt")]
    [TestCase("REMOVE expires")]
    [TestCase("SET sess = :text")]
    [TestCase("SET expires = :text")]
    [TestCase("SET ver = :text")]
    public async Task A_record_that_is_not_a_session_is_ignored_with_a_warning_and_stays_as_it_is(string damage)
    {
        await _browser.PostAsync("/old");
        var old = _browser.SessionCookie;
        await EditAsync(damage, damage.Contains(":text", StringComparison.Ordinal) ? new() { [":text"] = new() { S = "theirs" } } : null);
        var before = await SnapshotAsync();

        var read = await _browser.GetAsync("/old");
        var write = await _browser.PostAsync("/other");

        Assert.Multiple(() =>
        {
            Assert.That(read.Text, Is.EqualTo("none"));
            Assert.That(_app.Logs.Own.GetSnapshot().Where(entry => entry.Id.Id == 14).Select(entry => entry.Level), Is.EqualTo(new[] { LogLevel.Warning, LogLevel.Warning }));
            Assert.That(write.Status, Is.EqualTo(200));
            Assert.That(_browser.SessionCookie, Is.Not.EqualTo(old));
        });
        _browser.SessionCookie = old;
        Assert.That(await SnapshotAsync(), Is.EqualTo(before));
    }

    private async Task EditAsync(string expression, Dictionary<string, AttributeValue>? values) =>
        await (await TestEngine.ClientAsync()).UpdateItemAsync(new UpdateItemRequest
        {
            TableName = _app.TableName,
            Key = new() { ["id"] = new() { S = SessionApp.KeyOf(_browser.SessionCookie) } },
            UpdateExpression = expression,
            ExpressionAttributeValues = values,
        });

    private async Task<string> SnapshotAsync() => string.Join(
        ";",
        (await _app.ItemAsync(_browser.SessionCookie))!.OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
            .Select(attribute => $"{attribute.Key}={attribute.Value.S}{attribute.Value.N}{string.Join(',', attribute.Value.M?.Keys ?? Enumerable.Empty<string>())}"));

    private sealed class OldCart
    {
        public string Owner { get; set; } = "";
    }

    private sealed class NewCart
    {
        public string Owner { get; set; } = "";

        public string Coupon { get; set; } = "NONE";
    }
}
