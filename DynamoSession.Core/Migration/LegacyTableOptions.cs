namespace DynamoSession.Core.Migration;

/// <summary>The table of the legacy sessions, and where it differs from the other package's defaults.</summary>
public sealed class LegacyTableOptions
{
    /// <summary>Gets or sets the table's name, or its ARN when it belongs to another account.</summary>
    /// <value>The default, <see langword="null"/>, is the session table.</value>
    public string? TableName { get; set; }

    /// <summary>Gets or sets the name of the partition key.</summary>
    /// <value>The default, <see langword="null"/>, is the other package's default.</value>
    public string? KeyAttribute { get; set; }

    /// <summary>Gets or sets the prefix of the legacy id in the key.</summary>
    /// <value>The default, <see langword="null"/>, is the other package's default.</value>
    public string? KeyPrefix { get; set; }
}
