using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Contract;

/// <summary>The session that a caller operates on.</summary>
/// <param name="Loaded">The session as the caller loaded it; under an id that was never stored, one that could not have been loaded.</param>
/// <param name="Lease">The caller's lease, which it need not hold.</param>
public sealed record Subject(SessionRecord Loaded, SessionLease Lease)
{
    public string Id => Loaded.Id;
}
