using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Policies;

/// <summary>What applies to a request: the most specific setting of its endpoint, else the application's.</summary>
internal readonly record struct EndpointPolicy(SessionAccess Access, SessionConsistency Consistency, SessionConcurrency Concurrency)
{
    public bool IsOptimistic => Concurrency == SessionConcurrency.Optimistic;

    public static EndpointPolicy Of(Endpoint? endpoint, DynamoSessionOptions options)
    {
        var access = SessionAccess.Required;
        var consistency = options.Consistency;
        var concurrency = SessionConcurrency.Merge;

        // From the least to the most specific.
        foreach (var policy in endpoint?.Metadata.GetOrderedMetadata<SessionPolicyAttribute>() ?? [])
        {
            access = policy.Access == SessionAccess.Default ? access : policy.Access;
            consistency = policy.Consistency == SessionConsistency.Default ? consistency : policy.Consistency;
            concurrency = policy.Concurrency == SessionConcurrency.Default ? concurrency : policy.Concurrency;
        }

        // Only where the application says so do all its writes leave the traces by which a read recognises them.
        if (consistency == SessionConsistency.ReadYourWrites && options.Consistency != SessionConsistency.ReadYourWrites)
        {
            consistency = SessionConsistency.Strong;
        }

        return new EndpointPolicy(access, consistency, concurrency);
    }
}
