using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Expressions;

/// <summary>The expressions of an UpdateItem request as plain data, so that they can be tested without a table.</summary>
/// <param name="Update">The update expression.</param>
/// <param name="Condition">The condition expression.</param>
/// <param name="Names">The attribute names by placeholder.</param>
/// <param name="Values">The values by placeholder.</param>
internal sealed record UpdateExpression(
    string Update,
    string Condition,
    Placeholders<string> Names,
    Placeholders<SessionValue> Values);
