using Amazon.Runtime;

namespace DynamoSession.Tests.Support.Aws;

/// <summary>
/// The environment variables that the SDK reads, with credentials and nothing else, whatever the machine has; the variables of the
/// machine are back when it is disposed. It is the process's: fixtures that use it are not parallelizable.
/// </summary>
internal sealed class AwsEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public AwsEnvironment()
    {
        var machine = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal));
        foreach (var name in machine.ToArray())
        {
            Set(name, null);
        }

        var nowhere = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");
        Set("AWS_CONFIG_FILE", nowhere);
        Set("AWS_SHARED_CREDENTIALS_FILE", nowhere);
        Set("AWS_EC2_METADATA_DISABLED", "true");
        Set("AWS_ACCESS_KEY_ID", "environment");
        Set("AWS_SECRET_ACCESS_KEY", "none");
    }

    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
        // The SDK keeps the region that it has found.
        FallbackRegionFactory.Reset();
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        FallbackRegionFactory.Reset();
    }
}
