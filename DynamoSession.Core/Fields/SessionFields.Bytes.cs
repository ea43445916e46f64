using System.Diagnostics.CodeAnalysis;

namespace DynamoSession.Core.Fields;

// Fields as bytes, as ISession knows them.
public sealed partial class SessionFields
{
    /// <summary>Reads a field as bytes, as <c>ISession.TryGetValue</c> does.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="bytes">
    /// The bytes: UTF-8 of text, four bytes (big-endian) of a number that fits an <see cref="int"/>, the text of any other number, and JSON
    /// of everything else that is not binary.
    /// </param>
    /// <returns>Whether the field is present.</returns>
    public bool TryGetBytes(string name, [NotNullWhen(true)] out byte[]? bytes)
    {
        ArgumentNullException.ThrowIfNull(name);

        lock (_lock)
        {
            bytes = Current(name) is { } current ? SessionFieldCodec.ToBytes(current) : null;
            return bytes is not null;
        }
    }

    /// <summary>Sets a field to bytes, as <c>ISession.Set</c> does. They are read back unchanged.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="bytes">The bytes; readable text is stored as a string, everything else as binary.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name.</exception>
    public void SetBytes(string name, ReadOnlySpan<byte> bytes)
    {
        _codec.ThrowIfInvalidName(name);

        lock (_lock)
        {
            if (HasBytes(Current(name), bytes))
            {
                return;
            }

            _tracked.Remove(name);
            Put(name, Stored(name) is { } stored && HasBytes(stored, bytes) ? stored : _codec.EncodeBytes(name, bytes));
        }
    }

    // A typed field with the same bytes keeps its type, because reading it as bytes makes no difference.
    private static bool HasBytes(SessionValue? value, ReadOnlySpan<byte> bytes) =>
        value is not null && bytes.SequenceEqual(SessionFieldCodec.ToBytes(value));
}
