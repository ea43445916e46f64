namespace DynamoSession.Core.Migration;

/// <summary>A field of an old session that cannot be a field of ours.</summary>
/// <param name="Field">The field's name, shortened to 64 characters.</param>
/// <param name="Reason">What is wrong with it, without its value.</param>
internal sealed record LegacyFieldProblem(string Field, string Reason);
