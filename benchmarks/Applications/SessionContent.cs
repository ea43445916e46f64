using System.Text;
using DynamoSession.Benchmarks.Ratios;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>
/// What each application puts into a session of a size, and so what its pages must answer: half of it is in 12 texts, half in objects. The cart
/// has at most 14 of these, whatever the size; the others, which grow with the session, are what the visitor has viewed.
/// </summary>
internal sealed class SessionContent(int bytes)
{
    public const string Counter = "changes";
    public const string Cart = "cart";
    public const string Viewed = "viewed";

    private const int TextCount = 12;
    private const int LineBytes = 70;
    private const int LongestCart = 14;

    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; } =
        [.. Enumerable.Range(0, TextCount).Select(field => KeyValuePair.Create($"field-{field}", new string((char)('a' + field), bytes / 2 / TextCount)))];

    public List<CartLine> CartContent { get; } = Lines(Math.Min(bytes / 2 / LineBytes, LongestCart));

    /// <summary>Gets the other objects, of which the smallest sessions have none.</summary>
    public List<CartLine> ViewedProducts { get; } = Lines(ViewedLines(bytes));

    /// <summary>Returns how many objects a session has besides those of the cart.</summary>
    public static int ViewedLines(int bytes) => Math.Max(0, (bytes / 2 / LineBytes) - LongestCart);

    /// <summary>Returns how a page shows a cart, which it must have read as objects for that.</summary>
    public static string Show(IReadOnlyCollection<CartLine> lines) => $"{lines.Count} lines, {lines.Sum(line => line.Quantity)} pieces";

    /// <summary>Returns what a page must answer.</summary>
    /// <param name="kind">What the page does with its session.</param>
    /// <param name="changes">How many times the session has been changed, this time included.</param>
    public byte[] Answer(RequestKind kind, int changes) => Encoding.UTF8.GetBytes(kind switch
    {
        RequestKind.OneField => Texts[7].Value,
        RequestKind.ThreeFields => Texts[3].Value + Texts[7].Value + Texts[11].Value,
        RequestKind.Cart => Show(CartContent),
        RequestKind.Change => $"{changes}",
        _ => "-",
    });

    private static List<CartLine> Lines(int count) => [.. Enumerable.Repeat(new CartLine("p-4711", "Walnut desk, oiled, 140 x 70 cm", 2, 449.95m), count)];
}
