using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>Wants to know what calls consume, and keeps it.</summary>
internal sealed class ObservedCapacity : ICapacityObserver
{
    private readonly List<ConsumedUnits> _consumed = [];

    public bool IsEnabled => true;

    public IReadOnlyList<ConsumedUnits> Consumed => _consumed;

    public void OnConsumed(ConsumedUnits consumed)
    {
        lock (_consumed)
        {
            _consumed.Add(consumed);
        }
    }
}
