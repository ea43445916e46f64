using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Reads an item without using the package.</summary>
internal static class ItemText
{
    private static readonly string[] RequiredAttributes = ["sess", "rt", "expires", "iat", "ver", "fmt"];

    public static StoredItem Read(Dictionary<string, AttributeValue> item) => new(
        item.TryGetValue("sess", out var fields) ? FieldsOf(fields) : null,
        item.GetValueOrDefault("dead")?.S,
        item.TryGetValue("expires", out var expires) ? long.Parse(expires.N, CultureInfo.InvariantCulture) : null,
        RequiredAttributes.All(item.ContainsKey),
        item.GetValueOrDefault("rt")?.M?.Count ?? 0);

    private static Fields FieldsOf(AttributeValue map) => BulkFields.Fold((map.M ?? []).Select(field => (field.Key, TextOf(field.Value))));

    private static string TextOf(AttributeValue value) =>
        value.S ?? value.N ?? string.Join(',', (value.L ?? []).Select(element => element.S));
}
