using DynamoSession.Core.Capacity;
using DynamoSession.Core.Retries;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>What the parts of one run share.</summary>
internal sealed class BulkRunContext(BulkMigrationOptions options, TimeProvider clock)
{
    public TimeProvider Clock { get; } = clock;

    public CapacityBudget Reads { get; } = new(options.ReadUnitsPerSecond, clock);

    public CapacityBudget Writes { get; } = new(options.WriteUnitsPerSecond, clock);

    public RetryPolicy Retry { get; } = new(clock);
}
