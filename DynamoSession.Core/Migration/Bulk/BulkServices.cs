namespace DynamoSession.Core.Migration.Bulk;

/// <summary>What all parts of one run share.</summary>
internal sealed class BulkServices(BulkMigrationOptions options, TimeProvider clock)
{
    public TimeProvider Clock { get; } = clock;

    public CapacityBudget Reads { get; } = new(options.ReadUnitsPerSecond, clock);

    public CapacityBudget Writes { get; } = new(options.WriteUnitsPerSecond, clock);

    public Patience Patience { get; } = new(clock);
}
