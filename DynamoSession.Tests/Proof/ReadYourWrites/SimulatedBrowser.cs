using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>One browser: a jar of cookies, and what its own writes were, as far as their answers have arrived.</summary>
internal sealed class SimulatedBrowser(TimeProvider clock)
{
    public CookieJar Jar { get; } = new(clock);

    /// <summary>Gets the latest own write of each field whose answer has arrived.</summary>
    public Dictionary<string, long> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets whether a request that renews the session's id is under way.</summary>
    public bool IsRenewing { get; set; }
}
