namespace DynamoSession.Core.Migration;

/// <summary>A field of a legacy session that could not be migrated.</summary>
/// <param name="Field">The field's name, truncated to 64 characters.</param>
/// <param name="Reason">Why it could not be migrated. Never contains its value.</param>
internal sealed record LegacyFieldProblem(string Field, string Reason);
