namespace DynamoSession.Core.Migration;

/// <summary>The values of <see cref="SessionOrigin.Store"/>. New session ids are derived from them.</summary>
internal static class LegacyStoreNames
{
    /// <summary>Express.</summary>
    public const string Express = "express";

    /// <summary>Laravel.</summary>
    public const string Laravel = "laravel";

    /// <summary>ASP.NET Core's own session middleware over a distributed cache.</summary>
    public const string DistributedCache = "cache";
}
