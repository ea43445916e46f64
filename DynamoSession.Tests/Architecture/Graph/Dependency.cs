namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>An edge.</summary>
/// <param name="From">Who uses.</param>
/// <param name="To">Who is used.</param>
/// <param name="Reason">One place where that happens: the using member and what it uses.</param>
internal sealed record Dependency(string From, string To, string Reason);
