using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core;
using Microsoft.Extensions.Configuration;

namespace DynamoSession.Tests.AspNetCore.Configuration;

/// <summary>The client that we build from the configuration section AWS.</summary>
public sealed class AwsConfigurationTests
{
    [Test]
    public void A_region_is_used()
    {
        var config = Apply(("Region", "eu-west-3"));

        Assert.Multiple(() =>
        {
            Assert.That(config.RegionEndpoint.SystemName, Is.EqualTo("eu-west-3"));
            Assert.That(config.ServiceURL, Is.Null);
        });
    }

    [Test]
    public void A_service_url_wins_over_the_region_which_then_signs()
    {
        var config = Apply(("ServiceURL", "http://localhost:8000"), ("Region", "eu-west-3"));

        Assert.Multiple(() =>
        {
            Assert.That(config.ServiceURL, Is.EqualTo("http://localhost:8000/"));
            Assert.That(config.AuthenticationRegion, Is.EqualTo("eu-west-3"));
        });
    }

    [TestCase("ServiceURL", "http://localhost:8000")]
    [TestCase("Region", "eu-west-3")]
    public void An_authentication_region_of_its_own_signs(string key, string value)
    {
        var config = Apply((key, value), ("AuthenticationRegion", "us-west-2"));

        Assert.That(config.AuthenticationRegion, Is.EqualTo("us-west-2"));
    }

    [Test]
    public void The_retry_budget_stays_unless_it_is_configured()
    {
        var pinned = Apply(("Region", "eu-west-3"));
        var configured = Apply(("Region", "eu-west-3"), ("MaxErrorRetry", "7"), ("Timeout", "1500"));

        Assert.Multiple(() =>
        {
            Assert.That((pinned.MaxErrorRetry, pinned.MaxStaleConnectionRetries, pinned.Timeout), Is.EqualTo((2, 1, TimeSpan.FromSeconds(2))));
            Assert.That((configured.MaxErrorRetry, configured.MaxStaleConnectionRetries, configured.Timeout), Is.EqualTo((7, 1, TimeSpan.FromSeconds(1.5))));
        });
    }

    [Test]
    public void The_switches_are_read()
    {
        var config = Apply(("Region", "us-east-1"), ("UseHttp", "true"), ("UseFIPSEndpoint", "true"), ("UseDualstackEndpoint", "true"));

        Assert.That(new[] { config.UseHttp, config.UseFIPSEndpoint, config.UseDualstackEndpoint }, Is.All.True);
    }

    [Test]
    public void Keys_of_others_are_left_to_them() =>
        Assert.That(() => Apply(("Region", "us-east-1"), ("Bucket", "photos"), ("Logging:LogTo", "Console")), Throws.Nothing);

    [TestCase("MaxErrorRetry", "a whole number")]
    [TestCase("Timeout", "a whole number")]
    [TestCase("UseHttp", "true or false")]
    [TestCase("ServiceURL", "a URL such as http://localhost:8000")]
    public void An_unreadable_value_is_named_but_not_shown(string key, string wanted)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Apply((key, "se-cr-et")))!;

        Assert.That(exception.ToString(), Does.Contain($"'AWS:{key}' cannot be read; it must be {wanted}").And.Not.Contain("se-cr-et"));
    }

    [Test]
    public void A_profile_that_does_not_exist_is_an_error_with_its_name()
    {
        var configuration = Configuration(("Region", "us-east-1"), ("Profile", "no-such-profile"), ("ProfilesLocation", Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}")));

        Assert.That(
            () => AwsConfiguration.CreateClient(configuration),
            Throws.InvalidOperationException.With.Message.Contains("'AWS:Profile' names the AWS profile 'no-such-profile'"));
    }

    private static AmazonDynamoDBConfig Apply(params (string Key, string Value)[] settings)
    {
        var config = SessionDynamoDbClient.CreateConfig();
        AwsConfiguration.Apply(Configuration(settings).GetSection("AWS"), config);
        return config;
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AWS:{setting.Key}", (string?)setting.Value)))
        .Build();
}
