namespace DynamoSession.Tests.Support.Contract;

/// <summary>Where one table answers otherwise than <see cref="ExpectedAnswers"/> say.</summary>
/// <param name="Situation">What there is.</param>
/// <param name="Attempt">What is tried.</param>
/// <param name="Answer">What that table answers.</param>
/// <param name="Reason">Why that is right.</param>
public sealed record KnownDifference(Situation Situation, Attempt Attempt, string Answer, string Reason);
