using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Contract;

/// <summary>Whom a caller has to do with.</summary>
/// <param name="Loaded">The session as the caller loaded it; under an id that never was, one that nobody could load.</param>
/// <param name="Lease">The caller's lease, which it need not hold.</param>
public sealed record Subject(SessionRecord Loaded, SessionLease Lease)
{
    public string Id => Loaded.Id;
}
