using System.Text.Json.Serialization;

namespace DynamoSession.Core.Fields;

/// <summary>What another application that reads and writes the same records allows fields to be.</summary>
internal interface IFieldConventions
{
    /// <summary>Gets how numbers inside objects may be stored besides as numbers. Those that are fields by themselves are not asked.</summary>
    JsonNumberHandling NumbersInObjects { get; }

    /// <exception cref="ArgumentException">The other application keeps the name for itself.</exception>
    void ThrowIfReserved(string name);

    /// <summary>Returns a value as the other application can keep it.</summary>
    /// <exception cref="ArgumentException">It cannot keep the value.</exception>
    SessionValue ToStored(string field, SessionValue value);

    /// <summary>Returns the value of which <see cref="ToStored"/> may have made this one.</summary>
    SessionValue FromStored(SessionValue value);

    /// <summary>Returns bytes without a type as the other application can keep them.</summary>
    /// <exception cref="ArgumentException">It cannot keep the bytes.</exception>
    SessionValue FromBytes(string field, ReadOnlySpan<byte> bytes);
}
