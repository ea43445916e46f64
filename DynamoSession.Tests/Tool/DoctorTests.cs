using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Tool;

/// <summary>The doctor finds each thing that is wrong, and nothing where all is right.</summary>
[Category(TestEngine.Category)]
public sealed class DoctorTests
{
    private const string RightCookie = "__Host-sid=x; path=/; secure; httponly; samesite=lax";

    private static readonly Dictionary<string, string> NoVariables = [];

    private static IEnumerable<TestCaseData> WrongTables =>
    [
        Wrong("another key", request =>
        {
            request.KeySchema = [new("pk", KeyType.HASH)];
            request.AttributeDefinitions[0].AttributeName = "pk";
        }, "error", "key", "'pk' (S, HASH)"),
        Wrong("a sort key", request =>
        {
            request.KeySchema.Add(new("iat", KeyType.RANGE));
        }, "error", "key", "'iat' (N, RANGE)"),
        Wrong("no index", request =>
        {
            request.GlobalSecondaryIndexes = null;
            request.AttributeDefinitions.RemoveRange(1, 2);
        }, "warning", "index by user", "no global secondary index 'byUser'"),
        Wrong("an index with another key", request =>
        {
            request.GlobalSecondaryIndexes[0].KeySchema.RemoveAt(1);
            request.AttributeDefinitions.RemoveAt(2);
        }, "error", "index by user", "'uid' (S, HASH)"),
        Wrong("an index that copies everything", request =>
        {
            request.GlobalSecondaryIndexes[0].Projection.ProjectionType = ProjectionType.ALL;
        }, "warning", "index by user", "billed twice"),
        Wrong("one unit per second", request =>
        {
            request.BillingMode = BillingMode.PROVISIONED;
            request.ProvisionedThroughput = new(1, 1);
            request.GlobalSecondaryIndexes[0].ProvisionedThroughput = new(1, 1);
        }, "warning", "capacity", "1 read and 1 write"),
        Wrong("a stream of keys", request =>
        {
            request.StreamSpecification = new() { StreamEnabled = true, StreamViewType = StreamViewType.KEYS_ONLY };
        }, "warning", "stream", "KEYS_ONLY"),
    ];

    [Test]
    public async Task Where_all_is_right_it_finds_nothing([Values("application", "operator")] string role)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var application = await SendingAsync(RightCookie);

        var (exitCode, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }), "--role", role, "--url", application.Urls.First());

        Assert.That((exitCode, findings), Is.EqualTo((0, Array.Empty<string>())));
    }

    [TestCaseSource(nameof(WrongTables))]
    public async Task A_table_that_is_not_right_is_found(Action<CreateTableRequest> change, string severity, string check, string problem)
    {
        await using var proxy = await EngineProxy.StartAsync();

        var (exitCode, findings) = await RunAsync(proxy.Address, await TableAsync(change));

        Assert.That(findings.Single(), Does.StartWith($"{severity} {check}: ").And.Contain(problem));
        Assert.That(exitCode, Is.EqualTo(severity == "error" ? 5 : 0));
    }

    [Test]
    public async Task A_missing_table_is_found()
    {
        await using var proxy = await EngineProxy.StartAsync();

        var (exitCode, findings) = await RunAsync(proxy.Address, "there-is-none");

        Assert.That(findings.Single(), Does.StartWith("error table: ").And.Contain("'there-is-none'"));
        Assert.That(exitCode, Is.EqualTo(5));
    }

    [Test]
    public async Task Time_to_live_that_is_off_or_on_another_attribute_is_found()
    {
        await using var proxy = await EngineProxy.StartAsync();

        var (_, off) = await RunAsync(proxy.Address, await TableAsync(_ => { }, timeToLive: null));
        var (_, another) = await RunAsync(proxy.Address, await TableAsync(_ => { }, timeToLive: "ttl"));

        Assert.That(off.Single(), Does.StartWith("warning time to live: ").And.Contain("off"));
        Assert.That(another.Single(), Does.StartWith("error time to live: ").And.Contain("'ttl'"));
    }

    [TestCase("GetItem", "application", "error")]
    [TestCase("UpdateItem", "application", "error")]
    [TestCase("Query", "application", "warning")]
    [TestCase("Query", "operator", "error")]
    [TestCase("Scan", "operator", "error")]
    [TestCase("DeleteItem", "operator", "error")]
    public async Task A_missing_permission_is_found_by_trying(string operation, string role, string severity)
    {
        await using var proxy = await EngineProxy.StartAsync(operation);

        var (exitCode, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }), "--role", role);

        Assert.That(findings.Single(), Does.StartWith($"{severity} permissions: ").And.Contain($"dynamodb:{operation} "));
        Assert.That(exitCode, Is.EqualTo(severity == "error" ? 5 : 0));
    }

    [TestCase(null, "does not exist")]
    [TestCase("pk", "its key or index is not")]
    public async Task A_wrong_table_is_found_too_by_a_role_that_may_not_describe_it(string? key, string problem)
    {
        await using var proxy = await EngineProxy.StartAsync("DescribeTable");
        var table = key is null ? "there-is-none" : await TableAsync(request =>
        {
            request.KeySchema = [new(key, KeyType.HASH)];
            request.AttributeDefinitions[0].AttributeName = key;
        });

        var (exitCode, findings) = await RunAsync(proxy.Address, table);

        Assert.That(findings, Has.Some.StartsWith("error table: ").And.Some.Contains(problem));
        Assert.That(exitCode, Is.EqualTo(5));
    }

    [Test]
    public async Task Trying_permissions_changes_nothing_not_even_an_item_with_the_very_key()
    {
        await using var proxy = await EngineProxy.StartAsync();
        var table = await TableAsync(_ => { });
        var client = await TestEngine.ClientAsync();
        await client.PutItemAsync(table, new() { ["id"] = new("doctor"), ["doctor"] = new("x") });

        await RunAsync(proxy.Address, table, "--role", "operator", "--table-prefix", "");

        var item = (await client.GetItemAsync(table, new Dictionary<string, AttributeValue> { ["id"] = new("doctor") })).Item;
        Assert.That(item.Keys, Is.EquivalentTo(new[] { "id", "doctor" }));
    }

    [Test]
    public async Task A_page_that_cannot_be_reached_is_one_finding_beside_the_others()
    {
        await using var proxy = await EngineProxy.StartAsync();

        var (exitCode, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }, timeToLive: null), "--url", "http://127.0.0.1:1/");

        Assert.That(findings, Has.Some.StartsWith("error cookie: http://127.0.0.1:1/ could not be reached").And.Some.StartsWith("warning time to live: "));
        Assert.That(exitCode, Is.EqualTo(5));
    }

    [TestCase("DescribeTable", "table")]
    [TestCase("DescribeTimeToLive", "time to live")]
    public async Task What_the_role_may_not_look_at_is_not_checked_and_not_wrong(string operation, string check)
    {
        await using var proxy = await EngineProxy.StartAsync(operation);

        var (exitCode, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }));

        Assert.That(findings.Single(), Does.StartWith($"unchecked {check}: ").And.Contain($"dynamodb:{operation}"));
        Assert.That(exitCode, Is.Zero);
    }

    [TestCase(30, "behind")]
    [TestCase(-30, "ahead of")]
    public async Task A_wrong_clock_is_found(int seconds, string where)
    {
        await using var proxy = await EngineProxy.StartAsync(skew: TimeSpan.FromSeconds(seconds));

        var (_, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }));

        Assert.That(findings.Single(), Does.StartWith("warning clock: ").And.Contain($"seconds {where} DynamoDB's"));
    }

    [TestCase("AWS_MAX_ATTEMPTS", "1")]
    [TestCase("AWS_MAX_ATTEMPTS", "20")]
    [TestCase("AWS_RETRY_MODE", "adaptive")]
    public async Task Retry_settings_of_the_environment_are_found(string name, string value)
    {
        await using var proxy = await EngineProxy.StartAsync();

        var (_, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }), new Dictionary<string, string> { [name] = value });

        Assert.That(findings.Single(), Does.StartWith("warning retry settings: ").And.Contain(name));
    }

    [TestCase("__Host-sid=x; path=/; httponly; samesite=lax", "no-store", "error", "not Secure")]
    [TestCase("__Host-sid=x; path=/; secure; samesite=lax", "no-store", "error", "not HttpOnly")]
    [TestCase("__Host-sid=x; path=/; secure; httponly; samesite=none", "no-store", "warning", "SameSite=None")]
    [TestCase("__Host-sid=x; path=/; secure; httponly", "no-store", "warning", "SameSite=(nothing)")]
    [TestCase("__Host-sid=x; path=/; domain=example.org; secure; httponly; samesite=lax", "no-store", "error", "Browsers reject")]
    [TestCase("__Host-sid=x; path=/shop; secure; httponly; samesite=lax", "no-store", "error", "Browsers reject")]
    [TestCase("sid=x; path=/; secure; httponly; samesite=lax", "no-store", "warning", "__Host-")]
    [TestCase("__Host-sid=x; path=/; secure; httponly; samesite=lax", "public, max-age=60", "error", "shared caches")]
    public async Task A_cookie_that_is_not_safe_is_found(string cookie, string caching, string severity, string problem)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var application = await SendingAsync(cookie, caching);

        var (_, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }), "--url", application.Urls.First(), "--cookie", cookie.Split('=')[0]);

        Assert.That(findings.Single(), Does.StartWith($"{severity} cookie: ").And.Contain(problem));
    }

    [Test]
    public async Task For_people_each_finding_has_a_remedy_and_a_file_gets_no_colors()
    {
        await using var proxy = await EngineProxy.StartAsync();
        using var tool = ToolProcess.Start(proxy.Address, NoVariables, "doctor", "--table", await TableAsync(_ => { }, timeToLive: null));

        var (_, output, _) = await tool.WaitAsync();

        Assert.That(output, Does.StartWith("warning    time to live: ").And.Contain("Enable it on the attribute 'expires'").And.Contain("Errors: 0, warnings: 1").And.Not.Contain("\u001b"));
    }

    [Test]
    public async Task A_page_without_the_cookie_is_named()
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var application = await SendingAsync("other=x");

        var (_, findings) = await RunAsync(proxy.Address, await TableAsync(_ => { }), "--url", application.Urls.First());

        Assert.That(findings.Single(), Does.StartWith("unchecked cookie: ").And.Contain("'__Host-sid'"));
    }

    private static TestCaseData Wrong(string name, Action<CreateTableRequest> change, string severity, string check, string problem) =>
        new TestCaseData(change, severity, check, problem).SetArgDisplayNames(name);

    private static async Task<string> TableAsync(Action<CreateTableRequest> change, string? timeToLive = "expires")
    {
        var client = await TestEngine.ClientAsync();
        var request = TableShape.Request(new SessionTableOptions { TableName = TestEngine.NewTableName() });
        change(request);
        await client.CreateTableAsync(request);
        if (timeToLive is not null)
        {
            await client.UpdateTimeToLiveAsync(new() { TableName = request.TableName, TimeToLiveSpecification = new() { AttributeName = timeToLive, Enabled = true } });
        }

        return request.TableName;
    }

    private static async Task<WebApplication> SendingAsync(string cookie, string caching = "no-store")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.Headers.SetCookie = cookie;
            context.Response.Headers.CacheControl = caching;
            return context.Response.WriteAsync("hello");
        });
        await app.StartAsync();
        return app;
    }

    private static Task<(int ExitCode, string[] Findings)> RunAsync(string endpoint, string table, params string[] arguments) => RunAsync(endpoint, table, NoVariables, arguments);

    private static async Task<(int ExitCode, string[] Findings)> RunAsync(string endpoint, string table, Dictionary<string, string> environment, params string[] arguments)
    {
        using var tool = ToolProcess.Start(endpoint, environment, ["doctor", "--json", "--table", table, .. arguments]);
        var (exitCode, output, errors) = await tool.WaitAsync();
        Assert.That(errors, Is.Empty);
        return (exitCode, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Select(finding => $"{finding["severity"]} {finding["check"]}: {finding["problem"]}")]);
    }
}
