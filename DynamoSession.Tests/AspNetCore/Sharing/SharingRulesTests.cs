using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Sharing;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>What cannot work while Express uses the sessions too keeps the application from starting, or fails at the first use.</summary>
[Category(TestEngine.Category)]
public sealed class SharingRulesTests
{
    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case("Secrets", "secrets of express-session", sharing: options => options.Secrets = []);
        yield return Case("Secrets", "secrets of express-session", sharing: options => options.Secrets = ["one", ""]);
        yield return Case("Format", "PwrDrvr or ConnectDynamoDb", sharing: options => options.Format = ExpressFormat.Automatic);
        yield return Case("Format", "migrated, not shared", sharing: options => options.Format = ExpressFormat.DynamoDbStore);
        yield return Case("CookieName", "name of Express's cookie", sharing: options => options.CookieName = "");
        yield return Case("Table.TableName", "3 to 255", sharing: options => options.Table.TableName = "a b");
        yield return Case("AbsoluteTimeout", "does not support an absolute timeout", options: options => options.AbsoluteTimeout = TimeSpan.FromDays(2));
        yield return Case("IdleTimeout", "Cookie.MaxAge", options: options => options.IdleTimeout = TimeSpan.FromMinutes(20));
        yield return Case("IdleTimeout", "Cookie.MaxAge", options: options => (options.IdleTimeout, options.Cookie.MaxAge) = (TimeSpan.FromHours(24), TimeSpan.FromHours(1)));
        yield return Case("Consistency", "Strong or Eventual", options: options => options.Consistency = SessionConsistency.ReadYourWrites);
        yield return Case("Cookie.Name", "'connect.sid'", options: options => options.Cookie.Name = "sid");
        yield return Case("ShareWithExpress()", "UseInMemoryTable()", builder: builder => builder.UseInMemoryTable());
        yield return Case("ShareWithExpress()", "share first, and migrate", builder: builder => builder.MigrateFromExpress(options =>
        {
            options.Secrets = ["keyboard cat"];
            options.MigrationKey = new byte[32];
        }));
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_keeps_the_application_from_starting(
        string option, string remedy, Action<ExpressSharingOptions>? sharing, Action<DynamoSessionOptions>? options, Action<IDynamoSessionBuilder>? builder)
    {
        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(sharing, options, builder, isFirst: false))!;

        Assert.That(exception.Message, Does.Contain(option).And.Contain(remedy));
    }

    [Test]
    public void A_table_in_memory_is_refused_too_when_it_was_asked_for_first()
    {
        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(null, null, builder => builder.UseInMemoryTable(), isFirst: true))!;

        Assert.That(exception.Message, Does.Contain("UseInMemoryTable()"));
    }

    [Test]
    public async Task An_exclusive_endpoint_a_user_id_and_an_absolute_timeout_fail_at_the_first_use()
    {
        await using var app = await StartAsync(null, null, null, isFirst: false);

        var exclusive = await app.AskAsync(session => session.Keys.Count(), "exclusive");
        var refusal = await app.AskAsync(session => Assert.Throws<InvalidOperationException>(() => session.UserId = "alice")!.Message);

        var timeout = await app.AskAsync(session => Assert.Throws<InvalidOperationException>(() => session.AbsoluteTimeout = TimeSpan.FromDays(1))!.Message);
        var kept = await app.AskAsync(session => Assert.Throws<InvalidOperationException>(() => session.KeepFor(TimeSpan.FromDays(1)))!.Message);

        Assert.That(exclusive.Status, Is.EqualTo(500));
        Assert.That(timeout.Text, Does.Contain("cannot have an AbsoluteTimeout"));
        Assert.That(kept.Text, Does.Contain("Set IdleTimeout instead"));
        Assert.That(refusal.Text, Does.Contain("UserId").And.Contain("Store the user in a field"));
    }

    private static Task<ScriptedApp> StartAsync(
        Action<ExpressSharingOptions>? sharing, Action<DynamoSessionOptions>? options, Action<IDynamoSessionBuilder>? builder, bool isFirst) =>
        ScriptedApp.StartAsync(
            options,
            services: app =>
            {
                var registration = app.Services.AddDynamoSession();
                if (isFirst)
                {
                    builder?.Invoke(registration);
                }

                registration.ShareWithExpress(share =>
                {
                    share.Secrets = ["keyboard cat"];
                    share.Format = ExpressFormat.PwrDrvr;
                    sharing?.Invoke(share);
                });
                if (!isFirst)
                {
                    builder?.Invoke(registration);
                }
            },
            tableName: TestEngine.NewTableName());

    private static TestCaseData Case(
        string option,
        string remedy,
        Action<ExpressSharingOptions>? sharing = null,
        Action<DynamoSessionOptions>? options = null,
        Action<IDynamoSessionBuilder>? builder = null) => new(option, remedy, sharing, options, builder);
}
