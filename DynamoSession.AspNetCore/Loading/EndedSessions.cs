using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Loading;

/// <summary>Collects what the ids of a request led to when none of them led to a live session.</summary>
internal sealed class EndedSessions
{
    private readonly List<string> _ids = [];
    private bool _continues;
    private bool _isUnreadable;

    public void Add(string id, SessionLoadResult result)
    {
        _isUnreadable |= result.Status == SessionLoadStatus.Unreadable;
        if (result.Status == SessionLoadStatus.Dead)
        {
            _ids.Add(id);
            _continues |= !result.WasSignedOut;
        }
    }

    /// <summary>Returns that no live session was found.</summary>
    public LoadedSession ToLoaded() => LoadedSession.None with
    {
        JustEnded = _ids.Count > 0,
        EndedIds = _ids,
        WasSignedOut = _ids.Count > 0 && !_continues,
        IsUnreadable = _isUnreadable,
    };
}
