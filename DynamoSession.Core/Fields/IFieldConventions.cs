using System.Text.Json.Serialization;

namespace DynamoSession.Core.Fields;

/// <summary>Restrictions on fields by another application that reads and writes the same records.</summary>
internal interface IFieldConventions
{
    /// <summary>Gets how else numbers inside objects may be stored. It does not apply to a number that is a field itself.</summary>
    JsonNumberHandling NumbersInObjects { get; }

    /// <exception cref="ArgumentException">The other application uses the name internally.</exception>
    void ThrowIfReserved(string name);

    /// <summary>Converts a value to a form that the other application preserves.</summary>
    /// <exception cref="ArgumentException">The other application cannot preserve the value.</exception>
    SessionValue ToStored(string field, SessionValue value);

    /// <summary>Reverts <see cref="ToStored"/>.</summary>
    SessionValue FromStored(SessionValue value);

    /// <summary>Converts untyped bytes to a form that the other application preserves.</summary>
    /// <exception cref="ArgumentException">The other application cannot preserve the bytes.</exception>
    SessionValue FromBytes(string field, ReadOnlySpan<byte> bytes);
}
