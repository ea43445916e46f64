using System.Globalization;
using System.Text;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Everything that happened, for the checker.</summary>
internal sealed record History(int Seed, IReadOnlyList<HistoryRequest> Requests)
{
    /// <summary>Gets the clock jumps that made every session expire.</summary>
    public IReadOnlyList<HistoryJump> Jumps { get; init; } = [];

    /// <summary>Gets the stored items by id; an id without an item is missing.</summary>
    public IReadOnlyDictionary<string, StoredItem> Items { get; init; } = new Dictionary<string, StoredItem>();

    /// <summary>Gets the time on the clock when the history ended.</summary>
    public long EndedAt { get; init; }

    public IEnumerable<string> Ids => Requests.SelectMany(request => new[] { request.SentId, request.CookieId }).OfType<string>().Distinct();

    /// <summary>Returns the history in compact form, with short names for ids.</summary>
    public string ToText()
    {
        var names = Ids.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => $"#{pair.index}");
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}, {Requests.Count} requests, ended at {EndedAt}");
        foreach (var (_, line) in Requests.Select(request => (request.Start, Line: request.ToText(id => names[id])))
            .Concat(Jumps.Select(jump => (jump.Start, Line: $"[{jump.Start,4}           {jump.End,4}] every session expires")))
            .OrderBy(line => line.Start))
        {
            text.AppendLine(line);
        }

        foreach (var (id, item) in Items)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{names.GetValueOrDefault(id, "#?")}: {item}");
        }

        return text.ToString();
    }

    /// <summary>Returns a message with every id replaced by its short name.</summary>
    public string Shorten(string message) =>
        Ids.Select((id, index) => (id, index)).Aggregate(message, (text, pair) => text.Replace(pair.id, $"#{pair.index}", StringComparison.Ordinal));
}
