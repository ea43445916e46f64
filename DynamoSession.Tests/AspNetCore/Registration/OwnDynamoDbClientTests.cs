using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Tests.Support.Aws;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Registration;

/// <summary>The client that is built when the application has registered none, from the configuration section AWS and the environment.</summary>
[NonParallelizable]
public sealed class OwnDynamoDbClientTests
{
    private AwsEnvironment _environment = null!;

    [SetUp]
    public void ClearEnvironment() => _environment = new AwsEnvironment();

    [TearDown]
    public void RestoreEnvironment() => _environment.Dispose();

    [TestCase("Region")]
    [TestCase("region")]
    public void A_region_is_used(string key)
    {
        var config = Build((key, "eu-west-3"));

        Assert.Multiple(() =>
        {
            Assert.That(config.RegionEndpoint.SystemName, Is.EqualTo("eu-west-3"));
            Assert.That(config.ServiceURL, Is.Null);
        });
    }

    [Test]
    public void A_service_url_wins_over_the_region_which_then_signs()
    {
        var config = Build(("ServiceURL", "http://localhost:8000"), ("Region", "eu-west-3"));

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
        var config = Build((key, value), ("AuthenticationRegion", "us-west-2"));

        Assert.That(config.AuthenticationRegion, Is.EqualTo("us-west-2"));
    }

    [Test]
    public void The_retry_budget_is_pinned()
    {
        var config = Build(("Region", "eu-west-3"));

        Assert.That(Budget(config), Is.EqualTo((RequestRetryMode.Standard, 2, 10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))));
    }

    [TestCase("RetryMode", "Adaptive")]
    [TestCase("MaxErrorRetry", "7")]
    [TestCase("MaxStaleConnectionRetries", "4")]
    [TestCase("ConnectTimeout", "700")]
    [TestCase("Timeout", "1500")]
    public void A_part_of_the_retry_budget_that_is_configured_leaves_the_others_pinned(string key, string value)
    {
        var config = Build(("Region", "eu-west-3"), (key, value));

        Assert.That(Budget(config), Is.EqualTo((
            key == "RetryMode" ? RequestRetryMode.Adaptive : RequestRetryMode.Standard,
            key == "MaxErrorRetry" ? 7 : 2,
            key == "MaxStaleConnectionRetries" ? 4 : 10,
            key == "ConnectTimeout" ? TimeSpan.FromSeconds(0.7) : TimeSpan.FromSeconds(1),
            key == "Timeout" ? TimeSpan.FromSeconds(1.5) : TimeSpan.FromSeconds(2))));
    }

    [TestCase(1, 0.4)]
    [TestCase(4, 1.6)]
    [TestCase(5, 2)]
    [TestCase(30, 2)]
    public void An_attempt_leaves_time_for_another_within_the_deadline(double ioTimeout, double attempt)
    {
        using var provider = Services(options => options.IOTimeout = TimeSpan.FromSeconds(ioTimeout), ("Region", "eu-west-3"));

        Assert.That(Config(provider).Timeout, Is.EqualTo(TimeSpan.FromSeconds(attempt)));
    }

    [TestCase("AWS_MAX_ATTEMPTS", "9")]
    [TestCase("AWS_RETRY_MODE", "adaptive")]
    public void Retries_of_the_environment_are_not_meant_for_sessions(string name, string value)
    {
        _environment.Set(name, value);

        var config = Build(("Region", "eu-west-3"));

        Assert.That((config.RetryMode, config.MaxErrorRetry), Is.EqualTo((RequestRetryMode.Standard, 2)));
    }

    [Test]
    public void The_switches_are_read()
    {
        var config = Build(("Region", "us-east-1"), ("UseHttp", "true"), ("UseFIPSEndpoint", "true"), ("UseDualstackEndpoint", "true"));

        Assert.That(new[] { config.UseHttp, config.UseFIPSEndpoint, config.UseDualstackEndpoint }, Is.All.True);
    }

    [Test]
    public void Settings_of_DynamoDB_alone_are_read()
    {
        var config = Build(("Region", "us-east-1"), ("AccountIdEndpointMode", "REQUIRED"));

        Assert.That(config.AccountIdEndpointMode, Is.EqualTo(AccountIdEndpointMode.REQUIRED));
    }

    [Test]
    public void Keys_of_others_are_left_to_them() =>
        Assert.That(() => Build(("Region", "us-east-1"), ("Bucket", "photos"), ("Kinesis:Stream", "clicks")), Throws.Nothing);

    [TestCase("MaxErrorRetry", "integer")]
    [TestCase("MaxStaleConnectionRetries", "integer")]
    [TestCase("Timeout", "integer")]
    [TestCase("ConnectTimeout", "integer")]
    [TestCase("UseHttp", "bool")]
    [TestCase("UseFIPSEndpoint", "bool")]
    [TestCase("UseDualstackEndpoint", "bool")]
    [TestCase("RetryMode", "Standard, Adaptive")]
    [TestCase("ServiceURL", "uri")]
    public void An_unreadable_value_is_named_but_not_shown(string key, string wanted)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Build(("Region", "us-east-1"), (key, "se-cr-et")))!;

        Assert.That(
            exception.ToString(),
            Does.Contain("The configuration section 'AWS' cannot be read").And.Contain(key).And.Contain(wanted).And.Not.Contain("se-cr-et"));
    }

    [Test]
    public void An_unreadable_setting_of_DynamoDB_is_named_but_not_shown()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Build(("Region", "us-east-1"), ("AccountIdEndpointMode", "se-cr-et")))!;

        Assert.That(exception.ToString(), Does.Contain("'AWS:AccountIdEndpointMode' cannot be read").And.Not.Contain("se-cr-et"));
    }

    [TestCase("se-cr-et:8000")]
    [TestCase("ftp://se-cr-et")]
    public void A_service_url_that_is_not_http_is_refused(string url)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Build(("ServiceURL", url)))!;

        Assert.That(exception.Message, Does.Contain("'AWS:ServiceURL'").And.Contain("a URL such as http://localhost:8000").And.Not.Contain("se-cr-et"));
    }

    [Test]
    public void A_profile_that_does_not_exist_is_an_error_with_its_name()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");

        Assert.That(
            () => Build(("Region", "us-east-1"), ("Profile", "no-such-profile"), ("ProfilesLocation", nowhere)),
            Throws.InvalidOperationException.With.Message.Contains("'no-such-profile' was not found").And.Message.Contains("'AWS:Profile'"));
    }

    [Test]
    public void The_environment_is_used_for_what_is_not_configured()
    {
        _environment.Set("AWS_REGION", "eu-north-1");
        _environment.Set("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:9");

        var config = Build();

        Assert.That((config.RegionEndpoint.SystemName, config.ServiceURL), Is.EqualTo(("eu-north-1", "http://localhost:9/")));
    }

    [Test]
    public void Configuration_wins_over_the_environment()
    {
        _environment.Set("AWS_REGION", "eu-north-1");
        _environment.Set("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:9");

        Assert.Multiple(() =>
        {
            Assert.That(Build(("Region", "eu-west-3")).RegionEndpoint.SystemName, Is.EqualTo("eu-west-3"));
            Assert.That(Build(("ServiceURL", "http://localhost:8000")).ServiceURL, Is.EqualTo("http://localhost:8000/"));
        });
    }

    [Test]
    public void An_application_without_configuration_has_the_environment()
    {
        _environment.Set("AWS_REGION", "eu-north-1");
        var services = new ServiceCollection();
        services.AddDynamoSession();
        using var provider = services.BuildServiceProvider();

        Assert.That(Config(provider).RegionEndpoint.SystemName, Is.EqualTo("eu-north-1"));
    }

    [TestCase("MaxErrorRetry", "5")]
    [TestCase("Region", "")]
    public void Without_a_region_the_error_names_the_remedies(string key, string value) =>
        Assert.That(
            () => Build((key, value)),
            Throws.InvalidOperationException.With.Message.Contains("'AWS:Region'").And.Message.Contains("AWS_REGION").And.Message.Contains("register an IAmazonDynamoDB"));

    [Test]
    public void Without_region_and_credentials_the_error_names_the_remedies_of_both()
    {
        _environment.Set("AWS_ACCESS_KEY_ID", null);
        _environment.Set("AWS_SECRET_ACCESS_KEY", null);

        Assert.That(
            () => Build(),
            Throws.InvalidOperationException.With.Message.StartsWith("No AWS credentials were found").And.Message.Contains("AWS_PROFILE")
                .And.Message.Contains("No region is configured either").And.Message.Contains("AWS_REGION").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void Without_credentials_a_region_that_is_there_is_not_missed()
    {
        _environment.Set("AWS_ACCESS_KEY_ID", null);
        _environment.Set("AWS_SECRET_ACCESS_KEY", null);

        Assert.That(
            () => Build(("Region", "eu-west-3")),
            Throws.InvalidOperationException.With.Message.StartsWith("No AWS credentials were found").And.Message.Not.Contains("region"));
    }

    [Test]
    public void A_client_that_the_application_registers_without_a_region_is_told_apart_too()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddAWSService<IAmazonDynamoDB>();
        services.AddDynamoSession();
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<DynamoDbClientSource>().Client,
            Throws.InvalidOperationException.With.Message.StartsWith("No AWS region is configured").And.Message.Contains("AWS_REGION"));
    }

    [Test]
    public async Task It_is_disposed_with_the_container()
    {
        IAmazonDynamoDB client;
        await using (var provider = Services(("ServiceURL", "http://localhost:1"), ("Region", "us-east-1")))
        {
            client = provider.GetRequiredService<DynamoDbClientSource>().Client;
            Assert.That(provider.GetRequiredService<DynamoDbClientSource>().Client, Is.SameAs(client));
        }

        Assert.That(() => client.GetItemAsync(new GetItemRequest()), Throws.TypeOf<ObjectDisposedException>());
    }

    private static AmazonDynamoDBConfig Build(params (string Key, string Value)[] settings)
    {
        using var provider = Services(settings);
        return Config(provider);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => Services(_ => { }, settings);

    private static ServiceProvider Services(Action<DynamoSessionOptions> configure, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AWS:{setting.Key}", (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddDynamoSession(configure);
        return services.BuildServiceProvider();
    }

    private static AmazonDynamoDBConfig Config(IServiceProvider provider) =>
        (AmazonDynamoDBConfig)provider.GetRequiredService<DynamoDbClientSource>().Client.Config;

    private static (RequestRetryMode, int, int, TimeSpan?, TimeSpan?) Budget(AmazonDynamoDBConfig config) =>
        (config.RetryMode, config.MaxErrorRetry, config.MaxStaleConnectionRetries, config.ConnectTimeout, config.Timeout);
}
