namespace DynamoSession.Core.Migration;

/// <summary>The names under which migrated sessions say where they come from, see <see cref="SessionOrigin.Store"/>. New ids are derived from them.</summary>
internal static class LegacyStoreNames
{
    /// <summary>Express.</summary>
    public const string Express = "express";

    /// <summary>Laravel.</summary>
    public const string Laravel = "laravel";

    /// <summary>Microsoft's session in a distributed cache.</summary>
    public const string DistributedCache = "cache";
}
