using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>The format in which ASP.NET Core's own session middleware stores a session in a distributed cache of any kind.</summary>
internal static class DistributedSessionBlob
{
    /// <summary>Reads a session from the bytes that the cache holds under its key.</summary>
    /// <param name="blob">The bytes.</param>
    /// <returns>
    /// The session, with its values converted by <see cref="SessionFieldCodec.FromBytes"/> and without an expiry, which only the cache
    /// knows; or <see cref="LegacySessionStatus.Corrupt"/>.
    /// </returns>
    public static LegacySessionResult Read(ReadOnlySpan<byte> blob) => DistributedSessionReader.Read(blob) is { } fields
        ? LegacySessionResult.Live(new() { Fields = fields.Fields, Problems = fields.Problems })
        : LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);
}
