using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Support;

/// <summary>Sessions and values for tests that do not care which.</summary>
internal static class Sample
{
    public static string NewId() => SessionId.PublicIdOf(SessionId.NewSecret());

    public static SessionValue Json(string dynamoDbJson) => SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(dynamoDbJson));

    public static SessionValue Text(string text) => Json($$"""{"S":{{JsonSerializer.Serialize(text)}}}""");

    public static SessionValue Number(long number) => Json($$"""{"N":"{{number.ToString(CultureInfo.InvariantCulture)}}"}""");

    public static SessionValue List(params string[] texts) =>
        Json($$"""{"L":[{{string.Join(',', texts.Select(text => Encoding.UTF8.GetString(Text(text).Utf8Json.Span)))}}]}""");

    public static Dictionary<string, SessionValue> Fields(params (string Name, SessionValue Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    public static SessionChanges Changes(params (string Name, SessionChange Change)[] fields) =>
        new(clearsAll: false, fields.ToDictionary(field => field.Name, field => field.Change, StringComparer.Ordinal));

    public static SessionChanges ClearAnd(params (string Name, SessionChange Change)[] fields) =>
        new(clearsAll: true, fields.ToDictionary(field => field.Name, field => field.Change, StringComparer.Ordinal));

    public static SessionCreation Creation(DateTimeOffset now, string? id = null, bool replacesEnded = false, byte[]? ticket = null, params (string Name, SessionValue Value)[] fields) => new()
    {
        Id = id ?? NewId(),
        Fields = Fields(fields),
        CreatedAt = now,
        ExpiresAt = now.AddMinutes(20),
        AbsoluteExpiresAt = now.AddHours(24),
        ReplacesEnded = replacesEnded,
        Ticket = ticket is null ? null : (ReadOnlyMemory<byte>?)ticket,
    };

    public static SessionCommit Commit(SessionRecord loaded, SessionChanges changes, DateTimeOffset? expiresAt = null) => new()
    {
        Loaded = loaded,
        Changes = changes,
        ExpiresAt = expiresAt ?? loaded.ExpiresAt,
        IdleTimeout = loaded.IdleTimeout,
        UserId = loaded.UserId,
    };

    /// <summary>The value's DynamoDB JSON as text, which NUnit can show.</summary>
    public static string TextOf(SessionValue value) => Encoding.UTF8.GetString(value.Utf8Json.Span);

    public static Dictionary<string, string> TextOf(IReadOnlyDictionary<string, SessionValue> fields) =>
        fields.ToDictionary(field => field.Key, field => TextOf(field.Value), StringComparer.Ordinal);
}
