using DynamoSession.AspNetCore.State;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>A request's feature that is told what becomes of its changes.</summary>
internal interface ICommitObserver
{
    /// <summary>A write is durable.</summary>
    void Written(SessionWrite write);

    /// <summary>Changes are not written, because the request failed or its endpoint can do without.</summary>
    void Discarded(SessionChanges changes);
}
