using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Support;

/// <summary>The fields of a session as if just loaded, and what tests ask of them.</summary>
internal static class Loaded
{
    public static SessionFieldCodec Codec { get; } = new(SessionFieldCodec.CreateDefaultOptions());

    public static SessionFields With(params (string Name, SessionValue Value)[] fields) => new(Codec, Sample.Fields(fields));

    /// <summary>A field as .NET code would have stored it.</summary>
    public static SessionValue Value<T>(T value) => Codec.Encode("field", value);

    /// <summary>The changes as text, for example <c>theme: Set {"S":"dark"}</c>, in the order of the names.</summary>
    public static string[] Changes(this SessionFields fields)
    {
        var changes = fields.GetChanges();
        var texts = changes.Fields
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => $"{field.Key}: {field.Value.Kind} {(field.Value.Value is { } value ? Sample.TextOf(value) : "")}".Trim());
        return changes.ClearsAll ? ["clear", .. texts] : [.. texts];
    }

    /// <summary>Commits what there is, as a request does that goes on afterwards.</summary>
    public static void AcceptAll(this SessionFields fields)
    {
        fields.TakeChanges();
        fields.AcceptTaken();
    }

    public static T? Get<T>(this SessionFields fields, string name) => fields.TryGet<T>(name, out var value) ? value : default;
}
