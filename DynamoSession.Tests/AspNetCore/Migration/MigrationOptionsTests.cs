using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Migration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>What a migration must be told, and what it says when it is not.</summary>
[TestFixture]
public sealed class MigrationOptionsTests
{
    private static readonly byte[] Key = new byte[32];

    [Test]
    public void A_migration_from_Express_needs_a_secret_and_a_key() =>
        Assert.That(() => OptionsOf<ExpressMigrationOptions>(sessions => sessions.MigrateFromExpress(Express)).MigrationKey, Is.EqualTo(Key));

    [TestCase("Secrets")]
    [TestCase("MigrationKey")]
    [TestCase("CookieName")]
    [TestCase("Grace")]
    [TestCase("Format")]
    [TestCase("Table.TableName")]
    [TestCase("Table.KeyAttribute")]
    public void An_option_for_Express_that_cannot_be_is_named(string option) => AssertNames(
        option,
        () => OptionsOf<ExpressMigrationOptions>(sessions => sessions.MigrateFromExpress(Express).MigrateFromExpress(options =>
        {
            Action spoil = option switch
            {
                "Secrets" => () => options.Secrets = [""],
                "MigrationKey" => () => options.MigrationKey = new byte[31],
                "CookieName" => () => options.CookieName = "",
                "Grace" => () => options.Grace = TimeSpan.FromSeconds(59),
                "Format" => () => options.Format = (ExpressFormat)99,
                "Table.TableName" => () => options.Table.TableName = "no table",
                _ => () => options.Table.KeyAttribute = "",
            };
            spoil();
        })));

    [Test]
    public void The_secret_of_Express_is_not_a_migration_key()
    {
        const string secret = "a secret of thirty-two characters";

        AssertNames(
            "MigrationKey",
            () => OptionsOf<ExpressMigrationOptions>(sessions => sessions.MigrateFromExpress(options =>
            {
                options.Secrets = [secret];
                options.MigrationKey = System.Text.Encoding.UTF8.GetBytes(secret);
            })));
    }

    [TestCase("MigrationKey")]
    [TestCase("Application.ApplicationKey")]
    [TestCase("Application.Lifetime")]
    public void An_option_for_Laravel_that_cannot_be_is_named(string option) => AssertNames(
        option,
        () => OptionsOf<LaravelMigrationOptions>(sessions => sessions.MigrateFromLaravel(options =>
        {
            options.MigrationKey = option == "MigrationKey" ? null : Key;
            options.Application.ApplicationKey = option == "Application.ApplicationKey" ? "base64:no" : "base64:" + Convert.ToBase64String(new byte[32]);
            options.Application.Lifetime = option == "Application.Lifetime" ? TimeSpan.Zero : TimeSpan.FromHours(2);
        })));

    [TestCase("MigrationKey")]
    [TestCase("IdleTimeout")]
    public void An_option_for_Microsoft_s_session_that_cannot_be_is_named(string option) => AssertNames(
        option,
        () => OptionsOf<DistributedCacheMigrationOptions>(sessions => sessions.MigrateFromDistributedCache(options =>
        {
            options.MigrationKey = option == "MigrationKey" ? [] : Key;
            options.IdleTimeout = option == "IdleTimeout" ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(20);
        })));

    private static void Express(ExpressMigrationOptions options)
    {
        options.Secrets = ["keyboard cat"];
        options.MigrationKey = Key;
    }

    private static T OptionsOf<T>(Action<IDynamoSessionBuilder> migrate)
        where T : class
    {
        var services = new ServiceCollection();
        migrate(services.AddDynamoSession());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }

    private static void AssertNames(string option, Func<object> options) =>
        Assert.That(() => options(), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains(option));
}
