using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>One browser: its cookies, and its own writes whose responses have arrived.</summary>
internal sealed class SimulatedBrowser(TimeProvider clock)
{
    public CookieJar Jar { get; } = new(clock);

    /// <summary>Gets the latest acknowledged write of this browser to each field.</summary>
    public Dictionary<string, long> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the arrival of the response to the latest commit.</summary>
    public Task LastArrival { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets whether a request that renews the session is in progress.</summary>
    public bool IsRenewing { get; set; }
}
