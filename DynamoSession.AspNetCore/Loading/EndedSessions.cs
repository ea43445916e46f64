using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Collects what the ids of a request led to when none of them led to a live session.</summary>
internal sealed class EndedSessions(SessionCounters counters)
{
    private readonly List<string> _renewed = [];
    private bool _hasEnded;
    private bool _wasSignedOut = true;
    private bool _isUnreadable;
    private bool _hasExpired;

    public void Add(string id, SessionLoadResult result)
    {
        counters.IdRejected(LoadOutcomes.ReasonOf(result));
        _hasExpired |= result.Status == SessionLoadStatus.Expired;
        _isUnreadable |= result.Status == SessionLoadStatus.Unreadable;
        if (result.Status == SessionLoadStatus.Dead)
        {
            _hasEnded = true;
            _wasSignedOut &= result.WasSignedOut;
            if (result.HasSuccessor)
            {
                _renewed.Add(id);
            }
        }
    }

    /// <summary>Returns that no live session was found.</summary>
    public LoadedSession ToLoaded() => LoadedSession.None with
    {
        JustEnded = _hasEnded,
        RenewedIds = _renewed,
        WasSignedOut = _hasEnded && _wasSignedOut,
        HasExpired = _hasExpired,
        IsUnreadable = _isUnreadable,
    };
}
