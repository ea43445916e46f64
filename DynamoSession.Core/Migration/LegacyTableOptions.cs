namespace DynamoSession.Core.Migration;

/// <summary>Names the table of old sessions, and what in it differs from the old package's defaults.</summary>
public sealed class LegacyTableOptions
{
    /// <summary>Gets or sets the table's name, or its ARN when it belongs to another account.</summary>
    /// <value>The default, <see langword="null"/>, is the table of the new sessions.</value>
    public string? TableName { get; set; }

    /// <summary>Gets or sets the name of the partition key.</summary>
    /// <value>The default, <see langword="null"/>, is the old package's.</value>
    public string? KeyAttribute { get; set; }

    /// <summary>Gets or sets what stands before the old id in the key.</summary>
    /// <value>The default, <see langword="null"/>, is the old package's.</value>
    public string? KeyPrefix { get; set; }
}
