namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>The ids that renewals have given one session, and all requests that used them.</summary>
internal sealed record Lineage(IReadOnlySet<string> Ids, IReadOnlyList<HistoryRequest> Requests, History History);
