using DynamoSession.Core.Records;

namespace DynamoSession.Core;

/// <summary>The session table, and the names of those attributes that other software may require.</summary>
public sealed class SessionTableOptions
{
    /// <summary>Gets the names of the record's other attributes, which must not be used here.</summary>
    public static IReadOnlyList<string> ReservedAttributes => RecordAttributes.Fixed;

    /// <summary>Gets or sets the table's name, or its ARN when it belongs to another account.</summary>
    /// <value>The default is <c>sessions</c>.</value>
    public string TableName { get; set; } = "sessions";

    /// <summary>Gets or sets the name of the partition key, a string attribute. The table has no sort key.</summary>
    /// <value>The default is <c>id</c>.</value>
    public string KeyAttribute { get; set; } = "id";

    /// <summary>Gets or sets the prefix of the public id in the key, which allows other items in the same table.</summary>
    /// <value>The default is <c>s1#</c>.</value>
    public string KeyPrefix { get; set; } = "s1#";

    /// <summary>Gets or sets the name of the Map that holds the fields.</summary>
    /// <value>The default is <c>sess</c>.</value>
    public string FieldsAttribute { get; set; } = "sess";

    /// <summary>Gets or sets the name of the TTL attribute, in Unix seconds.</summary>
    /// <value>The default is <c>expires</c>.</value>
    public string ExpiresAttribute { get; set; } = "expires";

    /// <summary>Gets or sets how many commit tokens a record holds; changed only by tests, which reach the limits sooner.</summary>
    internal TokenLimits TokenLimits { get; set; } = TokenLimits.Default;

    internal RecordAttributes Attributes => new() { Key = KeyAttribute, Fields = FieldsAttribute, Expires = ExpiresAttribute };
}
