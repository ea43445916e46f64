namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Short histories, written by hand, for which it is obvious whether they keep the guarantees.</summary>
[Category(ProofRun.Category)]
public abstract class HandWrittenHistories
{
    private protected const long StartTime = 1_900_000_000;

    private readonly List<HistoryJump> _jumps = [];
    private long _last;
    private long _endedAt;

    private protected List<HistoryRequest> Requests { get; } = [];

    private protected Dictionary<string, StoredItem> Items { get; } = [];

    [SetUp]
    public void Reset()
    {
        Requests.Clear();
        Items.Clear();
        _jumps.Clear();
        _last = 0;
        _endedAt = StartTime;
    }

    private protected static FieldChange Set(string name, string value) => new(name, FieldChangeKind.Set, value);

    private protected static FieldChange Add(string name, int by) => new(name, FieldChangeKind.Add, $"{by}");

    private protected HistoryRequest Create(string id, params FieldChange[] changes) => Sent(HistoryAction.Write, sentId: null, seen: null, changes, id);

    private protected HistoryRequest Create(string id, FieldChange change, string from) => Sent(HistoryAction.Write, from, seen: null, [change], id);

    private protected HistoryRequest Read(string id, params (string, string)[] seen) => Sent(HistoryAction.Read, id, seen, []);

    private protected void ReadNothing(string id) => Sent(HistoryAction.Read, id, seen: null, []);

    private protected HistoryRequest Write(string id, (string, string)[] seen, params FieldChange[] changes) => Sent(HistoryAction.Write, id, seen, changes);

    private protected HistoryRequest Destroy(string id, params (string, string)[] seen) => Sent(HistoryAction.Destroy, id, seen, []);

    private protected HistoryRequest Renew(string id, string newId, (string, string)[] seen, params FieldChange[] changes) =>
        Sent(HistoryAction.Renew, id, seen, changes, newId);

    private protected HistoryRequest Sent(HistoryAction action, string? sentId, (string, string)[]? seen, FieldChange[] changes, string? cookieId = null)
    {
        var request = new HistoryRequest(Client: 0, action)
        {
            SentId = sentId,
            Start = ++_last,
            Loaded = ++_last,
            Worked = ++_last,
            End = ++_last,
            LoadedAt = StartTime,
            WorkedAt = StartTime,
            EndedAt = StartTime,
            Ran = true,
            Seen = seen is null ? null : Fields.Of(seen),
            Changes = changes,
            Status = 200,
            CookieId = cookieId,
        };
        Requests.Add(request);
        return request;
    }

    /// <summary>Makes two consecutive requests concurrent.</summary>
    private protected static void MakeConcurrent(HistoryRequest first, HistoryRequest second)
    {
        (second.Start, second.Loaded) = (first.Start, first.Loaded);
        (first.Worked, first.End) = (second.Worked, second.End);
    }

    /// <summary>Makes a request that was sent earlier write only now.</summary>
    private protected void WriteNow(HistoryRequest request) => (request.Worked, request.End) = (++_last, ++_last);

    /// <summary>Moves the clock so far that every session expires.</summary>
    private protected void ExpireAll(bool reaps)
    {
        _jumps.Add(new HistoryJump(++_last, ++_last, reaps));
        _endedAt += 2 * HistoryApp.IdleSeconds;
    }

    private protected void Stored(string id, params (string, string)[] fields) =>
        Items[id] = new StoredItem(Fields.Of(fields), EndReason: null, StartTime + HistoryApp.IdleSeconds, IsRecord: true, Tokens: 1);

    private protected void Tombstone(string id) => Items[id] = new StoredItem(Fields: null, "out", StartTime + 60, IsRecord: false, Tokens: 1);

    private protected ViolationKind? Kind() =>
        HistoryChecker.Check(new History(Seed: 0, Requests) { Jumps = _jumps, Items = Items, EndedAt = _endedAt })?.Kind;
}
