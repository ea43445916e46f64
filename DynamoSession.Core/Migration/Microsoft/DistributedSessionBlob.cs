using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>The form in which Microsoft's session middleware puts a session into a distributed cache, whichever cache that is.</summary>
internal static class DistributedSessionBlob
{
    /// <summary>Reads a session out of the bytes that the cache returned under its key.</summary>
    /// <param name="blob">The bytes.</param>
    /// <returns>
    /// The session, whose fields are those that <see cref="SessionFieldCodec.FromBytes"/> makes of its values and whose end only the
    /// cache knows; or <see cref="LegacySessionStatus.Corrupt"/>.
    /// </returns>
    public static LegacySessionResult Read(ReadOnlySpan<byte> blob) => DistributedSessionReader.Read(blob) is { } fields
        ? LegacySessionResult.Live(new() { Fields = fields.Fields, Problems = fields.Problems })
        : LegacySessionResult.None(LegacySessionStatus.Corrupt);
}
