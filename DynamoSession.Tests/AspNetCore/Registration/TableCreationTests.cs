using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Dynalite;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace DynamoSession.Tests.AspNetCore.Registration;

/// <summary>Creating the table when the application starts.</summary>
[Category(TestEngine.Category)]
public sealed class TableCreationTests
{
    private IAmazonDynamoDB _client = null!;
    private string _tableName = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _client = await TestEngine.ClientAsync();
        _tableName = TestEngine.NewTableName();
    }

    [Test]
    public async Task The_table_is_there_when_the_application_has_started()
    {
        using var host = Host();

        await host.StartAsync();

        var table = (await _client.DescribeTableAsync(_tableName)).Table;
        var timeToLive = (await _client.DescribeTimeToLiveAsync(_tableName)).TimeToLiveDescription;
        Assert.Multiple(() =>
        {
            Assert.That(table.TableStatus, Is.EqualTo(TableStatus.ACTIVE));
            Assert.That(table.BillingModeSummary.BillingMode, Is.EqualTo(BillingMode.PAY_PER_REQUEST));
            Assert.That(table.KeySchema.Single().AttributeName, Is.EqualTo("id"));
            Assert.That(table.GlobalSecondaryIndexes.Single().IndexName, Is.EqualTo("byUser"));
            Assert.That(timeToLive.TimeToLiveStatus, Is.EqualTo(TimeToLiveStatus.ENABLED));
            Assert.That(timeToLive.AttributeName, Is.EqualTo("expires"));
        });
    }

    [Test]
    public async Task A_table_that_is_there_already_is_kept()
    {
        using (var first = Host())
        {
            await first.StartAsync();
        }

        await _client.PutItemAsync(_tableName, new() { ["id"] = new() { S = "other" } });
        using var second = Host();

        await second.StartAsync();

        Assert.That((await _client.ScanAsync(_tableName, ["id"])).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_table_with_another_key_keeps_the_application_from_starting()
    {
        var name = await TestEngine.CreateTableAsync(keyAttribute: "pk");
        using var host = Host(name);

        var exception = Assert.ThrowsAsync<SessionStoreException>(() => host.StartAsync())!;

        Assert.That(exception.Message, Does.Contain(name).And.Contain("'pk' (S HASH)").And.Contain("'id' (S HASH)"));
    }

    [Test]
    public async Task In_production_it_refuses()
    {
        using var host = Host(environment: "Production");

        var exception = Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())!;

        Assert.That(exception.Message, Does.Contain("CreateTableIfNotExists(allowInProduction: true)"));
        Assert.That(await TableExistsAsync(), Is.False);
    }

    [Test]
    public async Task In_production_it_does_as_it_is_told()
    {
        using var host = Host(environment: "Production", allowInProduction: true);

        await host.StartAsync();

        Assert.That(await TableExistsAsync(), Is.True);
    }

    [Test]
    public async Task Sessions_in_memory_need_no_table_even_in_production()
    {
        var builder = Builder("Production");
        builder.Services.AddSingleton(new Mock<IAmazonDynamoDB>(MockBehavior.Strict).Object);
        builder.Services.AddDynamoSession().UseInMemoryTable().CreateTableIfNotExists();
        using var host = builder.Build();

        Assert.That(() => host.StartAsync(), Throws.Nothing);
    }

    [Test]
    public async Task A_decorated_table_is_created_too()
    {
        var builder = Builder("Development");
        builder.Services.AddSingleton(_client);
        builder.Services.AddDynamoSession(options => options.Table.TableName = _tableName).CreateTableIfNotExists();
        var inner = new DynamoDbSessionTable(_client, new() { TableName = _tableName }, TimeProvider.System);
        builder.Services.AddSingleton<ISessionTable>(new DecoratedTable(new DecoratedTable(inner)));
        using var host = builder.Build();

        await host.StartAsync();

        Assert.That(await TableExistsAsync(), Is.True);
    }

    [Test]
    public async Task A_table_of_the_application_s_own_that_cannot_be_created_keeps_it_from_starting()
    {
        var builder = Builder("Development");
        builder.Services.AddSingleton(_client);
        builder.Services.AddDynamoSession(options => options.Table.TableName = _tableName).CreateTableIfNotExists();
        builder.Services.AddSingleton(Mock.Of<ISessionTable>());
        using var host = builder.Build();

        var exception = Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())!;

        Assert.That(exception.Message, Does.Contain("DelegatingSessionTable"));
        Assert.That(await TableExistsAsync(), Is.False);
    }

    [Test]
    public async Task A_wrapped_table_with_a_name_of_its_own_is_the_one_that_is_created()
    {
        var builder = Builder("Development");
        builder.Services.AddSingleton(_client);
        builder.Services.AddDynamoSession().CreateTableIfNotExists();
        builder.Services.AddSingleton<ISessionTable>(new DecoratedTable(new DynamoDbSessionTable(_client, new() { TableName = _tableName }, TimeProvider.System)));
        using var host = builder.Build();

        await host.StartAsync();

        Assert.That(await TableExistsAsync(), Is.True);
    }

    [Test]
    public async Task A_role_that_may_neither_describe_nor_change_an_existing_table_starts_and_the_log_says_what_was_not_checked()
    {
        var name = await TestEngine.CreateSessionTableAsync();
        var (wire, client) = Wire.Connect(new Uri(_client.Config.ServiceURL));
        wire.Before = (operation, _) => Task.FromResult(operation == "GetItem" ? null : Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));
        var logs = new FakeLogCollector();
        using var host = Host(name, client: client, logs: logs);

        await host.StartAsync();

        var told = logs.GetSnapshot().Where(entry => entry.Id.Id == 70).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(wire.Calls.Select(call => call.Operation), Is.EqualTo(new[] { "DescribeTable", "GetItem", "DescribeTimeToLive" }));
            Assert.That(told.Select(entry => entry.Level), Is.All.EqualTo(LogLevel.Warning));
            Assert.That(told.Select(entry => entry.Message), Has.Some.Contains("dynamodb:DescribeTable)").And.Some.Contains("dynamodb:DescribeTimeToLive)"));
            Assert.That(told.Select(entry => entry.Message), Is.All.Contains($"'{name}'"));
        });
    }

    [Test]
    public async Task A_role_that_may_not_describe_a_table_with_another_key_does_not_start()
    {
        var name = await TestEngine.CreateTableAsync(keyAttribute: "pk");
        var (wire, client) = Wire.Connect(new Uri(_client.Config.ServiceURL));
        wire.Before = (operation, _) => Task.FromResult(operation == "GetItem" ? null : Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));
        using var host = Host(name, client: client);

        var exception = Assert.ThrowsAsync<SessionStoreException>(() => host.StartAsync())!;

        Assert.That(exception.Message, Does.Contain(name).And.Contain("the table's key matches the options"));
    }

    [Test]
    public async Task On_an_emulator_without_time_to_live_the_table_is_created_and_takes_sessions()
    {
        var dynalite = await TestDynalite.ClientAsync();
        var logs = new FakeLogCollector();
        using var host = Host(client: dynalite, logs: logs);

        await host.StartAsync();

        var creation = Sample.Creation(TimeProvider.System.GetUtcNow());
        Assert.That(await host.Services.GetRequiredService<ISessionTable>().CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        var told = logs.GetSnapshot().Single(entry => entry.Id.Id == 71);
        Assert.That(told.Level, Is.EqualTo(LogLevel.Information));
        Assert.That(told.Message, Does.Contain(_tableName).And.Contain("doesn't support time to live"));
        Assert.That(logs.GetSnapshot().Select(entry => entry.Id.Id), Has.Some.EqualTo(20).And.None.EqualTo(70));
    }

    private sealed class DecoratedTable(ISessionTable inner) : DelegatingSessionTable(inner);

    private IHost Host(
        string? tableName = null, string environment = "Development", bool allowInProduction = false, IAmazonDynamoDB? client = null, FakeLogCollector? logs = null)
    {
        var builder = Builder(environment);
        builder.Services.AddSingleton(client ?? _client);
        if (logs is not null)
        {
            builder.Logging.AddProvider(new FakeLoggerProvider(logs));
        }

        builder.Services.AddDynamoSession(options => options.Table.TableName = tableName ?? _tableName).CreateTableIfNotExists(allowInProduction);
        return builder.Build();
    }

    private static HostApplicationBuilder Builder(string environment) =>
        Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });

    private async Task<bool> TableExistsAsync()
    {
        try
        {
            return (await _client.DescribeTableAsync(_tableName)).Table is not null;
        }
        catch (ResourceNotFoundException)
        {
            return false;
        }
    }
}
