using System.Globalization;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>
/// A request as its client and the endpoint saw it. Moments are positions in the order of the history's events; times (ending in "At")
/// are those of the application's clock, in Unix seconds.
/// </summary>
internal sealed record HistoryRequest(int Client, HistoryAction Action)
{
    public bool IsOptimistic { get; init; }

    /// <summary>Gets whether a refusal may be a conflict with another write, so that the session may still be live.</summary>
    public bool MayConflict { get; init; }

    /// <summary>Gets the id in the request's cookie; null for no cookie.</summary>
    public string? SentId { get; init; }

    public long Start { get; set; }

    /// <summary>Gets or sets when the endpoint started: the load is between <see cref="Start"/> and this.</summary>
    public long Loaded { get; set; }

    /// <summary>Gets or sets when the endpoint finished: writes are between this and <see cref="End"/>.</summary>
    public long Worked { get; set; }

    public long End { get; set; }

    public long LoadedAt { get; set; }

    public long WorkedAt { get; set; }

    public long EndedAt { get; set; }

    /// <summary>Gets or sets whether the endpoint ran.</summary>
    public bool Ran { get; set; }

    /// <summary>Gets or sets the fields that the endpoint found; null for no session.</summary>
    public Fields? Seen { get; set; }

    public long? SeenExpires { get; set; }

    /// <summary>Gets or sets whether the endpoint cleared the session that it found, including what other requests added meanwhile.</summary>
    public bool Clears { get; set; }

    /// <summary>Gets or sets the changes that the endpoint made. Removing a field that it had not found is not a change.</summary>
    public IReadOnlyList<FieldChange> Changes { get; set; } = [];

    public int Status { get; set; }

    /// <summary>Gets or sets the exception that was thrown; null for none.</summary>
    public string? Failure { get; set; }

    /// <summary>Gets or sets the id in the response's cookie; null when it sent none.</summary>
    public string? CookieId { get; set; }

    public bool CookieExpired { get; set; }

    public bool IsWriting => Clears || Changes.Count > 0;

    /// <summary>Gets the id under which a session was created or renewed; null if the request did neither.</summary>
    public string? NewId => CookieId == SentId ? null : CookieId;

    public string ToText(Func<string, string> nameOf)
    {
        var did = string.Join(' ', [Clears ? "clear" : "", .. Changes.Select(change => change.ToString())]).Trim();
        var id = SentId is null ? "-" : nameOf(SentId);
        var cookie = CookieExpired ? " cookie expired" : CookieId is null ? "" : $" cookie {nameOf(CookieId)}";
        var seen = !Ran ? "not loaded" : Seen is null ? "saw no session" : $"saw {Seen} until {SeenExpires}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{Start,4} {Loaded,4} {Worked,4} {End,4}] client {Client} {id} {Action}{(IsOptimistic ? " optimistic" : "")} {did} -> {Status}{cookie}, {seen}, clock {LoadedAt}/{WorkedAt}/{EndedAt} {Failure}");
    }
}
