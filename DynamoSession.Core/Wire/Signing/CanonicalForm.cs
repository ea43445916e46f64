namespace DynamoSession.Core.Wire.Signing;

/// <summary>A request in the form in which it is signed.</summary>
internal readonly ref struct CanonicalForm
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Gets the query, without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>Gets the headers to sign, ordered by name.</summary>
    public required ReadOnlySpan<SignedHeader> Headers { get; init; }

    /// <summary>Gets the names of the headers, with semicolons.</summary>
    public required string HeaderNames { get; init; }

    public required ReadOnlySpan<byte> Body { get; init; }
}
