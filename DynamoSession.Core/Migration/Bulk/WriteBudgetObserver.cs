using DynamoSession.Core.Capacity;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Takes the write units of the session table's calls from a run's budget.</summary>
internal sealed class WriteBudgetObserver(CapacityBudget writes) : ICapacityObserver
{
    public bool IsEnabled => true;

    public void OnConsumed(ConsumedUnits consumed)
    {
        if (consumed.IsWrite)
        {
            writes.Consume(consumed.Units);
        }
    }
}
