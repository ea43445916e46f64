namespace DynamoSession.Core.Fields.Values;

/// <summary>A part of a JSON document.</summary>
/// <param name="Start">The index of its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsEscaped">Whether it is the content of a string that contains escapes.</param>
internal readonly record struct Slice(int Start, int Length, bool IsEscaped)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> document) => document.Slice(Start, Length);

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> document) => document.Slice(Start, Length);
}
