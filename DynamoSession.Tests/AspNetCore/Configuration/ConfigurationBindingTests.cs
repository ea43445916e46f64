using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Configuration;

/// <summary>Options from configuration: every key, no other key, and no value in a message.</summary>
public sealed class ConfigurationBindingTests
{
    [Test]
    public void Every_key_is_read_whatever_its_case()
    {
        var options = Bind(
            ("IdleTimeout", "00:30:00"),
            ("absolutetimeout", "1.00:00:00"),
            ("TouchAfter", "00:01:00"),
            ("IOTIMEOUT", "00:00:03"),
            ("Consistency", "eventual"),
            ("MaxSessionBytes", "100000"),
            ("DestroyOnSignOut", "false"),
            ("userIdClaimType", "sub"),
            ("MaxSessionsPerUser", "5"),
            ("maxSessionsAction", "refuse"),
            ("RevocationCheck", "00:00:10"),
            ("Table:TableName", "web-sessions"),
            ("Table:KeyAttribute", "pk"),
            ("Table:KeyPrefix", ""),
            ("Table:FieldsAttribute", "fields"),
            ("Table:ExpiresAttribute", "ttl"),
            ("Cookie:Name", "__Secure-id"),
            ("Cookie:Domain", "example.org"),
            ("Cookie:Path", "/app"),
            ("Cookie:MaxAge", "7.00:00:00"),
            ("Cookie:SameSite", "Strict"),
            ("Cookie:SecurePolicy", "Always"),
            ("Cookie:HttpOnly", "false"),
            ("Cookie:IsEssential", "True"));

        Assert.Multiple(() =>
        {
            Assert.That(options.IdleTimeout, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(options.AbsoluteTimeout, Is.EqualTo(TimeSpan.FromDays(1)));
            Assert.That(options.TouchAfter, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(options.IOTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(options.Consistency, Is.EqualTo(SessionConsistency.Eventual));
            Assert.That(options.MaxSessionBytes, Is.EqualTo(100_000));
            Assert.That((options.DestroyOnSignOut, options.UserIdClaimType), Is.EqualTo((false, "sub")));
            Assert.That(
                (options.MaxSessionsPerUser, options.MaxSessionsAction, options.RevocationCheck),
                Is.EqualTo(((int?)5, SessionLimitAction.Refuse, (TimeSpan?)TimeSpan.FromSeconds(10))));
            Assert.That(options.Table.TableName, Is.EqualTo("web-sessions"));
            Assert.That(options.Table.KeyAttribute, Is.EqualTo("pk"));
            Assert.That(options.Table.KeyPrefix, Is.Empty);
            Assert.That(options.Table.FieldsAttribute, Is.EqualTo("fields"));
            Assert.That(options.Table.ExpiresAttribute, Is.EqualTo("ttl"));
            Assert.That(options.Cookie.Name, Is.EqualTo("__Secure-id"));
            Assert.That(options.Cookie.Domain, Is.EqualTo("example.org"));
            Assert.That(options.Cookie.Path, Is.EqualTo("/app"));
            Assert.That(options.Cookie.MaxAge, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(options.Cookie.SameSite, Is.EqualTo(SameSiteMode.Strict));
            Assert.That(options.Cookie.SecurePolicy, Is.EqualTo(CookieSecurePolicy.Always));
            Assert.That(options.Cookie.HttpOnly, Is.False);
            Assert.That(options.Cookie.IsEssential, Is.True);
        });
    }

    [Test]
    public void Without_a_key_the_defaults_stay()
    {
        var options = Bind();

        Assert.Multiple(() =>
        {
            Assert.That(options.IdleTimeout, Is.EqualTo(TimeSpan.FromMinutes(20)));
            Assert.That(options.Table.TableName, Is.EqualTo("sessions"));
        });
    }

    [Test]
    public void The_infinite_time_can_be_written() =>
        Assert.That(Bind(("AbsoluteTimeout", "-00:00:00.0010000")).AbsoluteTimeout, Is.EqualTo(Timeout.InfiniteTimeSpan));

    [TestCase("IdleTimeoute", "'Web:Session:IdleTimeoute' is unknown")]
    [TestCase("SerializerOptions", "'Web:Session:SerializerOptions' is unknown")]
    [TestCase("Table:Name", "'Web:Session:Table:Name' is unknown")]
    [TestCase("Cookie:Secure", "'Web:Session:Cookie:Secure' is unknown")]
    [TestCase("Cookie:Expiration", "'Web:Session:Cookie:Expiration' is unknown")]
    [TestCase("Table", "'Web:Session:Table' cannot be read")]
    [TestCase("Cookie", "'Web:Session:Cookie' cannot be read")]
    [TestCase("IdleTimeout:Minutes", "'Web:Session:IdleTimeout' cannot be read")]
    [TestCase("Table:TableName:Dev", "'Web:Session:Table:TableName' cannot be read")]
    [TestCase("IdleTimeout", "'Web:Session:IdleTimeout' cannot be read")]
    [TestCase("Consistency", "'Web:Session:Consistency' cannot be read; it must be one of Default, Strong, Eventual")]
    [TestCase("MaxSessionBytes", "'Web:Session:MaxSessionBytes' cannot be read; it must be an integer")]
    [TestCase("Cookie:HttpOnly", "'Web:Session:Cookie:HttpOnly' cannot be read; it must be true or false")]
    [TestCase("Cookie:SameSite", "'Web:Session:Cookie:SameSite' cannot be read; it must be one of")]
    [TestCase("Cookie:MaxAge", "'Web:Session:Cookie:MaxAge' cannot be read; it must be a duration such as 00:20:00")]
    public void A_mistake_keeps_the_host_from_starting_and_its_value_is_not_shown(string key, string message)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddDynamoSession(Section((key, "se-cr-et"))).UseInMemoryTable();
        using var host = builder.Build();

        var exception = Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())!;

        Assert.That(exception.ToString(), Does.Contain(message).And.Not.Contain("se-cr-et"));
    }

    [TestCase("7")]
    [TestCase("Strong,Eventual")]
    [TestCase("")]
    public void A_number_or_a_list_is_not_a_name(string value) =>
        Assert.That(() => Bind(("Consistency", value)), Throws.InvalidOperationException.With.Message.Contains("'Web:Session:Consistency'"));

    [Test]
    public void An_empty_name_is_named() =>
        Assert.That(() => Bind(("Cookie:Name", "")), Throws.InvalidOperationException.With.Message.Contains("'Web:Session:Cookie:Name' cannot be read"));

    [Test]
    public void An_empty_section_is_valid() => Assert.That(Bind(("Table", "")).Table.TableName, Is.EqualTo("sessions"));

    [Test]
    public void Code_that_is_registered_later_wins_over_configuration()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession(Section(("MaxSessionBytes", "2000"), ("IOTimeout", "00:00:09")));
        services.AddDynamoSession(options => options.MaxSessionBytes = 3_000);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;

        Assert.That((options.MaxSessionBytes, options.IOTimeout), Is.EqualTo((3_000, TimeSpan.FromSeconds(9))));
    }

    private static DynamoSessionOptions Bind(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddDynamoSession(Section(settings));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Web:Session:{setting.Key}", (string?)setting.Value)))
        .Build()
        .GetSection("Web:Session");
}
