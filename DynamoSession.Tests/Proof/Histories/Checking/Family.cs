namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>The ids that renewals have led from one to the other, and all requests that had to do with them.</summary>
internal sealed record Family(IReadOnlySet<string> Ids, IReadOnlyList<HistoryRequest> Requests, History History);
