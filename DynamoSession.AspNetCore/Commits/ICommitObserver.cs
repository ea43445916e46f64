using DynamoSession.AspNetCore.State;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>A request feature that is notified of what happens to the session's changes.</summary>
internal interface ICommitObserver
{
    /// <summary>Called when a write has been acknowledged.</summary>
    void OnWritten(SessionWrite write);

    /// <summary>Called when changes are discarded, because the request failed or because the session is optional for its endpoint.</summary>
    void OnDiscarded(SessionChanges changes);
}
