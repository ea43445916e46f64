using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Aws;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Registration;

/// <summary>Which client loads a session, and with which credentials: a registered client, registered AWSOptions, the section AWS, the environment.</summary>
[NonParallelizable]
public sealed class DynamoDbClientChoiceTests
{
    private AwsEnvironment _environment = null!;
    private SignedCalls _calls = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _environment = new AwsEnvironment();
        _calls = await SignedCalls.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _calls.DisposeAsync();
        _environment.Dispose();
    }

    [Test]
    public async Task The_environment_is_enough()
    {
        _environment.Set("AWS_REGION", "eu-north-1");
        _environment.Set("AWS_ENDPOINT_URL_DYNAMODB", _calls.Url);

        Assert.That(await LoadAsync(_ => { }), Is.EqualTo(("environment", "eu-north-1")));
    }

    [Test]
    public async Task The_section_AWS_names_endpoint_region_and_profile()
    {
        var profiles = Path.GetTempFileName();
        await File.WriteAllTextAsync(profiles, "[shop]\naws_access_key_id = profile\naws_secret_access_key = none\n");

        var caller = await LoadAsync(
            _ => { },
            ("ServiceURL", _calls.Url),
            ("Region", "eu-west-3"),
            ("Profile", "shop"),
            ("ProfilesLocation", profiles));

        File.Delete(profiles);
        Assert.That(caller, Is.EqualTo(("profile", "eu-west-3")));
    }

    [Test]
    public async Task Registered_options_take_the_place_of_the_section()
    {
        var caller = await LoadAsync(
            services => services.AddDefaultAWSOptions(Options("registered", "eu-west-2")),
            ("ServiceURL", "http://127.0.0.1:1"),
            ("Region", "eu-west-3"));

        Assert.That(caller, Is.EqualTo(("registered", "eu-west-2")));
    }

    [Test]
    public async Task Options_that_are_registered_later_count_too()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddDefaultAWSOptions(_ => Options("registered", "eu-west-2"));

        Assert.That(await LoadAsync(services), Is.EqualTo(("registered", "eu-west-2")));
    }

    [Test]
    public async Task A_client_of_AddAWSService_is_used()
    {
        var caller = await LoadAsync(
            services => services.AddAWSService<IAmazonDynamoDB>(Options("service", "eu-west-1")),
            ("ServiceURL", "http://127.0.0.1:1"));

        Assert.That(caller.AccessKey, Is.EqualTo("service"));
    }

    [Test]
    public void A_client_of_AddAWSService_keeps_the_retries_that_it_was_registered_with()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddAWSService<IAmazonDynamoDB>(Options("service", "eu-west-1"), (config, _) => config.MaxErrorRetry = 9);
        using var provider = services.BuildServiceProvider();

        Assert.That(Client(provider).Config.MaxErrorRetry, Is.EqualTo(9));
    }

    [Test]
    public void A_client_under_a_key_is_not_meant_for_sessions()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddDefaultAWSOptions(Options("registered", "eu-west-2"));
        services.AddKeyedAWSService<IAmazonDynamoDB>("reports");
        using var provider = services.BuildServiceProvider();

        Assert.That(Client(provider), Is.Not.SameAs(provider.GetRequiredKeyedService<IAmazonDynamoDB>("reports")));
    }

    [Test]
    public void Registered_options_keep_the_retries_that_they_set_and_get_the_others_pinned()
    {
        var options = Options("registered", "eu-west-2");
        options.DefaultClientConfig.MaxErrorRetry = 7;
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddDefaultAWSOptions(options);
        using var provider = services.BuildServiceProvider();

        var config = Client(provider).Config;

        Assert.That((config.MaxErrorRetry, ((ClientConfig)config).MaxStaleConnectionRetries, config.Timeout), Is.EqualTo((7, 10, TimeSpan.FromSeconds(2))));
    }

    [Test]
    public void Registered_options_stay_as_they_are_for_the_other_clients_of_the_application()
    {
        var options = Options("registered", "eu-west-2");
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddDefaultAWSOptions(options);
        using var provider = services.BuildServiceProvider();

        _ = Client(provider);

        Assert.That(
            (options.DefaultClientConfig.MaxErrorRetry, options.DefaultClientConfig.Timeout, options.DefaultClientConfig.AuthenticationRegion),
            Is.EqualTo(((int?)null, (TimeSpan?)null, (string?)null)));
    }

    [Test]
    public void A_profile_of_registered_options_must_exist()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddDefaultAWSOptions(new AWSOptions { Region = RegionEndpoint.EUWest2, Profile = "no-such-profile" });
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => Client(provider),
            Throws.InvalidOperationException.With.Message.Contains("'no-such-profile' was not found").And.Message.Contains("registered AWSOptions"));
    }

    [Test]
    public void Credentials_of_registered_options_win_over_their_profile()
    {
        var options = Options("registered", "eu-west-2");
        options.Profile = "no-such-profile";
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddDefaultAWSOptions(options);
        using var provider = services.BuildServiceProvider();

        Assert.That(() => Client(provider), Throws.Nothing);
    }

    [Test]
    public void A_table_in_memory_needs_no_client()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession().UseInMemoryTable().CreateTableIfNotExists();
        services.AddDefaultAWSOptions(_ => throw new InvalidOperationException("Nothing asks for a client."));
        using var provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<ISessionTable>(), Throws.Nothing);
    }

    private static IAmazonDynamoDB Client(IServiceProvider provider) => provider.GetRequiredService<DynamoDbClientSource>().Client;

    private AWSOptions Options(string accessKey, string region) => new()
    {
        Credentials = new BasicAWSCredentials(accessKey, "none"),
        Region = RegionEndpoint.GetBySystemName(region),
        DefaultClientConfig = { ServiceURL = _calls.Url },
    };

    private Task<(string AccessKey, string Region)> LoadAsync(Action<IServiceCollection> register, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AWS:{setting.Key}", (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddDynamoSession();
        register(services);
        return LoadAsync(services);
    }

    private async Task<(string AccessKey, string Region)> LoadAsync(IServiceCollection services)
    {
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ISessionTable>().LoadAsync("id", consistentRead: true, CancellationToken.None);
        return _calls.Last;
    }
}
