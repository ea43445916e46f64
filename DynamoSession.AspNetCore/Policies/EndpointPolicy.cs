using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;

namespace DynamoSession.AspNetCore.Policies;

/// <summary>The policy of a request: the most specific setting of its endpoint, or else the application's.</summary>
internal readonly record struct EndpointPolicy(SessionAccess Access, SessionConsistency Consistency, SessionConcurrency Concurrency)
{
    public bool IsOptimistic => Concurrency == SessionConcurrency.Optimistic;

    public static EndpointPolicy Of(Endpoint? endpoint, DynamoSessionOptions options)
    {
        // A page refers to many assets, and none of them uses the session.
        var access = endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is null ? SessionAccess.Required : SessionAccess.None;
        var consistency = options.Consistency;
        var concurrency = SessionConcurrency.Merge;

        // From the least specific to the most specific.
        foreach (var policy in endpoint?.Metadata.GetOrderedMetadata<SessionPolicyAttribute>() ?? [])
        {
            access = policy.Access == SessionAccess.Default ? access : policy.Access;
            consistency = policy.Consistency == SessionConsistency.Default ? consistency : policy.Consistency;
            concurrency = policy.Concurrency == SessionConcurrency.Default ? concurrency : policy.Concurrency;
        }

        // Responses set the cookies that such a read needs only if ReadYourWrites is the application's own setting.
        if (consistency == SessionConsistency.ReadYourWrites && options.Consistency != SessionConsistency.ReadYourWrites)
        {
            consistency = SessionConsistency.Strong;
        }

        return new EndpointPolicy(access, consistency, concurrency);
    }
}
