using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Express;

namespace DynamoSession.Core.Sharing;

/// <summary>
/// Restrictions on fields that Express reads and writes too: numbers that JavaScript would change are stored as text and read back as
/// numbers; binary data, sets and names that Express uses internally are not allowed.
/// </summary>
internal sealed class ExpressFieldConventions : IFieldConventions
{
    /// <summary>Creates the codec of sessions that are shared with Express.</summary>
    /// <param name="serializerOptions">The options, as for any other codec.</param>
    public static SessionFieldCodec CreateCodec(JsonSerializerOptions serializerOptions)
    {
        ArgumentNullException.ThrowIfNull(serializerOptions);

        return new SessionFieldCodec(serializerOptions, new ExpressFieldConventions());
    }

    // A number that is a field itself is restored by FromStored.
    public JsonNumberHandling NumbersInObjects => JsonNumberHandling.AllowReadingFromString;

    public void ThrowIfReserved(string name)
    {
        if (ExpressNames.IsReserved(name))
        {
            throw FieldErrors.NotStored(name, "the session is shared with Express, which uses this name itself", "choose another name");
        }
    }

    public SessionValue ToStored(string field, SessionValue value) => ExpressValues.Adapt(field, value);

    public SessionValue FromStored(SessionValue value) => ExpressValues.Restore(value);

    public SessionValue FromBytes(string field, ReadOnlySpan<byte> bytes) => ExpressValues.FromBytes(field, bytes);
}
