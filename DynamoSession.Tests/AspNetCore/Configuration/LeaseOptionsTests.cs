using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Configuration;

/// <summary>The options of exclusive requests.</summary>
public sealed class LeaseOptionsTests
{
    [Test]
    public void They_are_read_from_configuration()
    {
        var options = Configured(("LeaseDuration", "00:02:00"), ("LeaseWait", "00:00:05"), ("Consistency", "ReadYourWrites"));

        Assert.That(
            (options.LeaseDuration, options.LeaseWait, options.Consistency),
            Is.EqualTo((TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5), SessionConsistency.ReadYourWrites)));
    }

    [TestCase("LeaseDuration", "00:00:01")]
    [TestCase("LeaseDuration", "00:15:00")]
    [TestCase("LeaseWait", "00:00:00")]
    [TestCase("LeaseWait", "00:05:00")]
    public void Their_bounds_are_allowed(string option, string value)
    {
        Assert.That(() => Configured((option, value)), Throws.Nothing);
    }

    [TestCase("LeaseDuration", "00:00:00.999")]
    [TestCase("LeaseDuration", "00:15:01")]
    [TestCase("LeaseWait", "-00:00:01")]
    [TestCase("LeaseWait", "00:05:01")]
    public void Anything_else_is_refused_by_name_with_the_value_and_the_range(string option, string value)
    {
        Assert.That(
            () => Configured((option, value)),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(option).And.Message.Contains(value).And.Message.Contains("it must be"));
    }

    private static DynamoSessionOptions Configured(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("DynamoSession:" + setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddDynamoSession(configuration.GetSection("DynamoSession"));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;
    }
}
