namespace DynamoSession.Core.DynamoDb;

/// <summary>Observes the capacity units that calls consume.</summary>
internal interface ICapacityObserver
{
    /// <summary>Gets whether anything is to be reported. Asked before each call: only then, DynamoDB is asked for the units.</summary>
    bool IsEnabled { get; }

    /// <summary>Called after a call. Must not throw.</summary>
    void OnConsumed(ConsumedUnits consumed);
}
