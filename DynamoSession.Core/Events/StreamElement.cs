using System.Text.Json;

namespace DynamoSession.Core.Events;

/// <summary>A part of a stream record, which knows where it is, for error messages.</summary>
/// <param name="Json">The part.</param>
/// <param name="Path">The path to it, for example <c>Records[2].dynamodb.Keys</c>.</param>
/// <param name="SequenceNumber">The record's sequence number; null if it is not known.</param>
internal readonly record struct StreamElement(JsonElement Json, string Path, string? SequenceNumber)
{
    /// <summary>Returns a member of an object; null if it is absent or <c>null</c>, which is how serializers of functions write it.</summary>
    public StreamElement? Find(string name)
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            throw Error("must be an object");
        }

        try
        {
            return Json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
                ? this with { Json = member, Path = $"{Path}.{name}" }
                : null;
        }
        catch (InvalidOperationException)
        {
            // A name that is half a surrogate pair can't be compared.
            throw Error("contains a name that isn't valid Unicode text");
        }
    }

    public StreamElement Get(string name) => Find(name) ?? throw (this with { Path = $"{Path}.{name}" }).Error("is missing");

    public string Text()
    {
        try
        {
            return Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Error("must be a string");
        }
        catch (InvalidOperationException)
        {
            // It is half a surrogate pair, or not UTF-8.
            throw Error("isn't valid Unicode text");
        }
    }

    /// <summary>Returns the exception for this part.</summary>
    /// <param name="problem">What is wrong with it, and the remedy, without a value.</param>
    public SessionEventException Error(string problem) => new($"A stream record can't be read: {Path} {problem}.", SequenceNumber);
}
