using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core;

/// <summary>Makes calls that consume capacity units.</summary>
internal interface ICapacitySource
{
    /// <summary>Gets where an observer is registered.</summary>
    CallCapacity Capacity { get; }
}
