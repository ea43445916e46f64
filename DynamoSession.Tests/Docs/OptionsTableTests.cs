using System.Globalization;
using System.Reflection;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.AspNetCore.Sharing;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/options.md and README.md against the options themselves.</summary>
[TestFixture]
public sealed class OptionsTableTests
{
    private const string Document = "docs/options.md";
    private const string NotInConfiguration = nameof(DynamoSessionOptions.SerializerOptions);

    private static readonly string[][] Sessions = MarkdownTable.Under(Document, "## Sessions");
    private static readonly string[][] Table = MarkdownTable.Under(Document, "## Table");
    private static readonly string[][] Cookie = MarkdownTable.Under(Document, "## Cookie");

    [Test]
    public void The_session_table_lists_every_option_with_its_default()
    {
        Assert.That(NamesAndDefaults(Sessions), Is.EquivalentTo(SettablesOf(new DynamoSessionOptions())));
    }

    [Test]
    public void The_table_table_lists_every_option_with_its_default()
    {
        Assert.That(NamesAndDefaults(Table), Is.EquivalentTo(SettablesOf(new SessionTableOptions())));
    }

    [TestCase("## Options of every migration", typeof(SessionMigrationOptions))]
    [TestCase("## Options for Express", typeof(ExpressMigrationOptions))]
    [TestCase("## Options for Laravel", typeof(LaravelSessionOptions))]
    [TestCase("## Options for Microsoft's session", typeof(DistributedCacheMigrationOptions))]
    public void The_migration_tables_list_every_option(string heading, Type options)
    {
        var names = MarkdownTable.Under("docs/migration.md", heading).Select(row => row[0].Trim('`'));

        Assert.That(names, Is.EquivalentTo(options.GetProperties().Where(option => option.DeclaringType == options).Select(option => option.Name)));
    }

    [Test]
    public void The_cookie_table_has_the_real_defaults()
    {
        var defaults = SettablesOf(new DynamoSessionOptions().Cookie);

        Assert.That(NamesAndDefaults(Cookie), Is.SubsetOf(defaults));
    }

    [Test]
    public void The_sharing_table_lists_every_option()
    {
        var options = Names(MarkdownTable.Under("docs/sharing.md", "## Options"));

        var known = SettablesOf(new ExpressSharingOptions()).Select(option => option.Name)
            .Concat(SettablesOf(new LegacyTableOptions()).Select(option => $"Table.{option.Name}"));
        Assert.That(options, Is.EquivalentTo(known));
    }

    [Test]
    public void The_short_table_in_the_readme_agrees()
    {
        var all = NamesAndDefaults(Sessions)
            .Concat(NamesAndDefaults(Table).Select(option => ($"Table.{option.Name}", option.Default)))
            .Concat(NamesAndDefaults(Cookie).Select(option => ($"Cookie.{option.Name}", option.Default)));

        Assert.That(NamesAndDefaults(MarkdownTable.Under("README.md", "## Options")), Is.SubsetOf(all));
    }

    [TestCase("DynamoSession:Typo", nameof(Sessions))]
    [TestCase("DynamoSession:Table:Typo", nameof(Table))]
    [TestCase("DynamoSession:Cookie:Typo", nameof(Cookie))]
    public void The_tables_list_the_keys_that_configuration_knows(string unknownKey, string table)
    {
        var listed = table switch
        {
            nameof(Sessions) => Names(Sessions).Where(name => name != NotInConfiguration).Append(nameof(DynamoSessionOptions.Table)),
            nameof(Table) => Names(Table),
            _ => Names(Cookie),
        };

        var known = KeysNamedWhenRefusing(unknownKey);

        Assert.That(listed, Is.EquivalentTo(known));
    }

    private static string[] KeysNamedWhenRefusing(string unknownKey)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(unknownKey, "1")]).Build();
        var services = new ServiceCollection();
        services.AddDynamoSession(configuration.GetSection("DynamoSession"));
        using var provider = services.BuildServiceProvider();
        var refusal = Assert.Throws<InvalidOperationException>(() => _ = provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value);

        return refusal!.Message.Split("Known keys: ")[1].TrimEnd('.').Split(", ");
    }

    private static IEnumerable<string> Names(string[][] rows) => rows.Select(row => row[0]);

    private static IEnumerable<(string Name, string Default)> NamesAndDefaults(string[][] rows) => rows.Select(row => (row[0], row[1]));

    private static IEnumerable<(string Name, string Default)> SettablesOf(object options) =>
        options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => (property.Name, Describe(property.GetValue(options))));

    private static string Describe(object? value) => value switch
    {
        null => "null",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        CookieBuilder or System.Text.Json.JsonSerializerOptions => "see below",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
