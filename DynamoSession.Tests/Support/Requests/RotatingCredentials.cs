using Amazon.Runtime;

namespace DynamoSession.Tests.Support.Requests;

/// <summary>Credentials as those of an assumed role: with a token, and new ones when they are refreshed, or when they have expired.</summary>
internal sealed class RotatingCredentials : RefreshingAWSCredentials
{
    private int _refreshes;

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    public string? AccountId { get; init; }

    /// <summary>Gets how often they were refreshed, each time with the access key <c>role-1</c>, <c>role-2</c> and so on.</summary>
    public int Refreshes => Volatile.Read(ref _refreshes);

    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        var number = Interlocked.Increment(ref _refreshes);
        var credentials = new ImmutableCredentials($"role-{number}", "secret", $"token-{number}", AccountId);
        return new(credentials, TimeProvider.System.GetUtcNow().UtcDateTime + Lifetime);
    }
}
