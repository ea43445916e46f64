namespace DynamoSession.AspNetCore.Inspector;

/// <summary>The item of a session as the inspector shows it.</summary>
/// <param name="Attributes">The attributes of the record; empty if the table has another layout.</param>
/// <param name="Fields">The fields.</param>
/// <param name="ExpiresAt">When the session expires unless it is used again.</param>
/// <param name="EndsAt">When it ends however much it is used; null for never.</param>
internal sealed record InspectedItem(IReadOnlyList<InspectedValue> Attributes, IReadOnlyList<InspectedValue> Fields, DateTimeOffset ExpiresAt, DateTimeOffset? EndsAt)
{
    public long Bytes => Attributes.Concat(Fields).Sum(value => value.Bytes);
}
