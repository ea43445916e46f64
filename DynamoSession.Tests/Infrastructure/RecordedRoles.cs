using System.Text;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Core.Migration.Microsoft;
using DynamoSession.Tests.AspNetCore.Users;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Infrastructure;
using DynamoSession.Tests.Support.Migration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Infrastructure;

/// <summary>Lets each role do what it does, on DynamoDB Local, and tells which grants its calls need.</summary>
internal static class RecordedRoles
{
    private static readonly byte[] MigrationKey = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    /// <summary>The life of sessions over HTTP: created, read, changed, extended, exclusive, signed in, renewed, checked for a revocation, signed out; and the health check.</summary>
    public static async Task<IReadOnlyList<string>> ApplicationAsync()
    {
        var clock = new ManualTimeProvider();
        await using var scripted = await ScriptedApp.StartAsync(
            options => options.RevocationCheck = TimeSpan.Zero,
            clock,
            builder => builder.Services.AddHealthChecks().AddDynamoSession(),
            app => app.MapHealthChecks("/health"),
            await TestEngine.CreateSessionTableAsync());
        await scripted.RunAsync(session => session.Set("theme", "dark"));
        await scripted.RunAsync(session => session.UserId = "alice");
        foreach (var policy in new[] { "read-only", "optional", "strong", "eventual", "read-your-writes" })
        {
            await scripted.ReadAsync("theme", policy: policy);
        }

        foreach (var policy in new[] { "merge", "optimistic", "exclusive" })
        {
            await scripted.RunAsync(session => session.Increment("visits"), policy);
        }

        await scripted.ReadAsync("theme", policy: "exclusive");
        await scripted.RunAsync(session => session.UpdateAsync<int>("visits", visits => visits + 1));
        clock.Advance(TimeSpan.FromMinutes(5));
        await scripted.ReadAsync("theme");
        await scripted.RunAsync(session => session.RenewId());
        await scripted.RunAsync(session => session.Destroy());
        Assert.That((await scripted.Browser.GetAsync("/health")).Status, Is.EqualTo(200));

        await using var app = await UserApp.StartAsync(clock: clock);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        await browser.PostAsync("/sign-in?user=alice");
        Assert.That((await browser.GetAsync("/user")).Text, Is.EqualTo("alice"));

        return [.. RoleCalls.GrantsFor([.. scripted.App.TakeCalls(), .. app.TakeCalls()])];
    }

    /// <summary>What the application does by user: a limit of sessions, the page of a user's devices, and revocations.</summary>
    public static async Task<IReadOnlyList<string>> UserLookupAsync()
    {
        await using var app = await UserApp.StartAsync(configure: options => options.MaxSessionsPerUser = 1);
        using var first = app.NewBrowser();
        using var second = app.NewBrowser();
        await first.PostAsync("/sign-in?user=alice");
        await second.PostAsync("/sign-in?user=alice");
        await second.GetAsync("/devices?user=alice");
        await second.PostAsync("/end-others?user=alice");
        Assert.That((await second.PostAsync("/end-all?user=alice")).Text, Is.EqualTo("1"));

        return [.. RoleCalls.GrantsFor(app.TakeCalls())];
    }

    /// <summary>Everything that the directory offers.</summary>
    public static async Task<IReadOnlyList<string>> OperatorAsync()
    {
        var table = new SessionTableOptions { TableName = await TestEngine.CreateSessionTableAsync() };
        var sessions = new DynamoDbSessionTable(await TestEngine.ClientAsync(), table, TimeProvider.System);
        foreach (var user in new[] { "alice", "alice", "bob", "carol", "dave" })
        {
            var now = TimeProvider.System.GetUtcNow();
            await sessions.CreateAsync(new() { Id = Sample.NewId(), Fields = Sample.Fields(), CreatedAt = now, ExpiresAt = now.AddMinutes(20), AbsoluteExpiresAt = now.AddHours(24), UserId = user }, default);
        }

        var (wire, client) = Wire.Connect(new Uri((await TestEngine.ClientAsync()).Config.ServiceURL));
        using var own = client;
        var directory = new DynamoDbSessionDirectory(client, table, new SessionDirectoryOptions(), TimeProvider.System);
        Assert.That(await directory.CountAsync(), Is.EqualTo(5));
        var all = await directory.ListAsync().ToListAsync();
        Assert.That(await directory.ListByUserAsync("alice").CountAsync(), Is.EqualTo(2));
        Assert.That(await directory.DestroyByUserAsync("alice"), Is.EqualTo(2));
        Assert.That(await directory.DestroyAsync(all.Single(session => session.UserId == "bob").Id), Is.True);
        Assert.That(await directory.DestroyAsync(all.Single(session => session.UserId == "carol").Id, "carol"), Is.True);
        Assert.That(await directory.ClearAsync(), Is.EqualTo(1));

        var later = new DynamoDbSessionDirectory(client, table, new SessionDirectoryOptions(), new ShiftedClock(TimeSpan.FromHours(1)));
        Assert.That(await later.ReapExpiredAsync(), Is.EqualTo(5));

        return [.. RoleCalls.GrantsFor(wire.Calls)];
    }

    /// <summary>What is added to the application's calls while sessions are migrated, from each kind of legacy table.</summary>
    public static async Task<IReadOnlyList<string>> MigrationAsync()
    {
        const string Secret = "keyboard cat";
        var engine = await TestEngine.ClientAsync();
        var legacy = new LegacyExpressTable(engine, await TestEngine.CreateTableAsync());
        var sid = SessionId.NewSecret()[..32];
        await legacy.PutAsync(sid, """{"user":"alice"}""");
        await using var scripted = await ScriptedApp.StartAsync(services: builder => builder.Services.AddDynamoSession().MigrateFromExpress(options =>
        {
            options.Secrets = [Secret];
            options.MigrationKey = MigrationKey;
            options.Format = ExpressFormat.ConnectDynamoDb;
            options.Table.TableName = legacy.Name;
        }));
        scripted.Browser.Cookies["connect.sid"] = ExpressCookie.ValueOf(sid, Encoding.UTF8.GetBytes(Secret));
        Assert.That(await scripted.ReadAsync("user"), Is.EqualTo("alice"));
        Assert.That(await scripted.ReadAsync("user"), Is.EqualTo("alice"));
        Assert.That(await legacy.HasAsync(sid), Is.False);

        var (wire, client) = Wire.Connect(new Uri(engine.Config.ServiceURL));
        using var own = client;
        var laravel = new LaravelSessionOptions { Table = { TableName = await TestEngine.CreateTableAsync("key") } };
        ILegacySessionStore[] stores =
        [
            new LaravelSessionStore(client, laravel, TimeProvider.System),
            new DistributedCacheTableStore(client, new() { TableName = legacy.Name }, TimeProvider.System),
        ];
        foreach (var store in stores)
        {
            await store.LoadAsync(sid, default);
            await store.DeleteAsync(sid, default);
        }

        string[] legacyTables = [legacy.Name, laravel.Table.TableName];
        return [.. legacyTables.SelectMany(table => RoleCalls.GrantsFor([.. scripted.App.TakeCalls().Where(IsOn(table)), .. wire.Calls.Where(IsOn(table))], table)).Distinct()];
    }

    /// <summary>A migration of a whole table, ahead of time and for good, with the estimate for a progress bar.</summary>
    public static async Task<IReadOnlyList<string>> BulkMigrationAsync()
    {
        var engine = await TestEngine.ClientAsync();
        var (wire, client) = Wire.Connect(new Uri(engine.Config.ServiceURL));
        using var own = client;
        var legacy = new LegacyExpressTable(engine, await TestEngine.CreateTableAsync());
        var sessions = new SessionTableOptions { TableName = await TestEngine.CreateSessionTableAsync() };
        await legacy.PutAsync("one", """{"user":"alice"}""");
        await legacy.PutAsync("two", """{"user":"bob"}""");
        Assert.That(await Source().EstimateAsync(default), Is.Not.Null);
        await RunAsync(BulkMigrationMode.Ahead);
        await legacy.SignOutAsync("two");
        await legacy.PutAsync("one", """{"user":"alice","visits":1}""");
        await RunAsync(BulkMigrationMode.Ahead);
        Assert.That((await RunAsync(BulkMigrationMode.Finish)).Deleted, Is.EqualTo(1));

        return [.. RoleCalls.GrantsFor(wire.Calls, legacy.Name)];

        BulkMigrationSource Source() => BulkMigrationSource.FromExpress(client, new() { TableName = legacy.Name }, ExpressFormat.ConnectDynamoDb);

        Task<BulkMigrationReport> RunAsync(BulkMigrationMode mode) => new BulkMigration(
            client,
            sessions,
            Source(),
            new() { MigrationKey = MigrationKey, Mode = mode },
            TimeProvider.System).RunAsync(checkpoint: null, new Progress<BulkMigrationReport>(), default);
    }

    /// <summary>The life of sessions in a table that is shared with Express, in both of its formats; and the health check.</summary>
    public static async Task<IReadOnlyList<string>> SharingAsync()
    {
        var calls = new List<TableCall>();
        foreach (var format in new[] { ExpressFormat.ConnectDynamoDb, ExpressFormat.PwrDrvr })
        {
            var clock = new ManualTimeProvider();
            await using var scripted = await ScriptedApp.StartAsync(
                clock: clock,
                services: builder =>
                {
                    builder.Services.AddDynamoSession().ShareWithExpress(options =>
                    {
                        options.Secrets = ["keyboard cat"];
                        options.Format = format;
                    });
                    builder.Services.AddHealthChecks().AddDynamoSession();
                },
                middleware: app => app.MapHealthChecks("/health"),
                tableName: await TestEngine.CreateTableAsync());
            await scripted.RunAsync(session => session.Set("theme", "dark"));
            foreach (var policy in new[] { "read-only", "optional", "strong", "eventual" })
            {
                Assert.That(await scripted.ReadAsync("theme", policy: policy), Is.EqualTo("dark"));
            }

            await scripted.RunAsync(session => session.Increment("visits"));
            await scripted.RunAsync(session => session.Append("items", "mug"), "optimistic");
            await scripted.RunAsync(session => session.UpdateAsync<int>("visits", visits => visits + 1));
            clock.Advance(TimeSpan.FromHours(5));
            Assert.That((await scripted.AskAsync(session => session.Get<int>("visits"))).Text, Is.EqualTo("2"));
            await scripted.RunAsync(session => session.RenewId());
            await scripted.RunAsync(session => session.Clear());
            await scripted.RunAsync(session => session.Destroy());
            Assert.That((await scripted.Browser.GetAsync("/health")).Status, Is.EqualTo(200));
            calls.AddRange(scripted.App.TakeCalls());
        }

        return [.. calls.Select(call => (string)call.Request["TableName"]!).Distinct().SelectMany(table => RoleCalls.GrantsFor(calls.Where(IsOn(table)), table)).Distinct()];
    }

    /// <summary>What finds a table's stream and reads it.</summary>
    public static async Task<IReadOnlyList<string>> StreamAsync()
    {
        var tableName = await TestEngine.CreateSessionTableAsync();
        using var enabled = await TableStream.EnableAsync(tableName);
        await new DynamoDbSessionTable(await TestEngine.ClientAsync(), new() { TableName = tableName }, TimeProvider.System)
            .CreateAsync(Sample.Creation(TimeProvider.System.GetUtcNow()), default);

        using var found = await TableStream.FindAsync(tableName);
        Assert.That(await found.ReadAsync(), Has.Count.EqualTo(1));

        return [.. found.Operations.Distinct().Select(operation => $"dynamodb:{operation} on {(operation == "ListStreams" ? RoleCalls.Everything : RoleCalls.Stream)}")];
    }

    private static Func<TableCall, bool> IsOn(string table) => call => (string?)call.Request["TableName"] == table;
}
