using System.Text.Json;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Items;

namespace DynamoSession.Benchmarks.Waiting;

/// <summary>What the sessions of waiting requests contain.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Texts">What it is for a session that has only texts: objects are JSON in one.</param>
/// <param name="DynamoDb">A DynamoDB that has a session with it.</param>
internal sealed record WaitingContent(string Name, IReadOnlyList<KeyValuePair<string, string>> Texts, CannedDynamoDb DynamoDb) : IDisposable
{
    /// <summary>Creates sessions of a size: of texts alone, and of texts and objects.</summary>
    public static IReadOnlyList<WaitingContent> Of(int kiloBytes)
    {
        var texts = new SessionContent(2 * kiloBytes * 1_000).Texts;
        var mixed = new SessionContent(kiloBytes * 1_000);
        return
        [
            new("12 texts", texts, new CannedDynamoDb(texts.Count, texts[0].Value.Length)),
            new("half texts, half objects", [.. mixed.Texts, new(SessionContent.Cart, Json(mixed.CartContent)), new(SessionContent.Viewed, Json(mixed.ViewedProducts))], new CannedDynamoDb(kiloBytes)),
        ];
    }

    public void Dispose() => DynamoDb.Dispose();

    private static string Json(List<CartLine> lines) => JsonSerializer.Serialize(lines, CartJson.Default.ListCartLine);
}
