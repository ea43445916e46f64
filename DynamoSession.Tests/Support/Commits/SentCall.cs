namespace DynamoSession.Tests.Support.Commits;

/// <summary>A call that reached the table.</summary>
/// <param name="Operation">Its name, for example <c>Commit</c>.</param>
/// <param name="Request">What was asked for: the id, or the object that says more.</param>
internal sealed record SentCall(string Operation, object Request);
