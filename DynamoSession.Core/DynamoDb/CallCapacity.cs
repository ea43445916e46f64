using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Reports what the calls of a table consume to its observer. Without one, calls do not ask DynamoDB for it.</summary>
internal sealed class CallCapacity
{
    public const string GetItem = "GetItem";
    public const string UpdateItem = "UpdateItem";
    public const string PutItem = "PutItem";
    public const string DeleteItem = "DeleteItem";
    public const string Query = "Query";
    public const string Scan = "Scan";

    private const double BytesPerReadUnit = 4096;
    private const double BytesPerWriteUnit = 1024;

    private ICapacityObserver[] _observers = [];

    /// <summary>Gets what a request asks for; <see langword="null"/> for nothing.</summary>
    public ReturnConsumedCapacity? Requested => IsObserved ? ReturnConsumedCapacity.TOTAL : null;

    /// <summary>Gets whether anything is reported.</summary>
    public bool IsObserved => Array.Exists(_observers, static observer => observer.IsEnabled);

    /// <summary>Adds an observer, unless it has been added before.</summary>
    public void Add(ICapacityObserver observer)
    {
        if (!_observers.Contains(observer))
        {
            _observers = [.. _observers, observer];
        }
    }

    /// <summary>Reports the read of an item.</summary>
    public void OnRead(TableOperation operation, GetItemRequest request, GetItemResponse? response) =>
        OnRead(operation, request.ConsistentRead == true, response?.ConsumedCapacity?.CapacityUnits, SdkItem.Of(response?.Item));

    /// <summary>Reports the read of an item.</summary>
    /// <param name="operation">What the call was made for.</param>
    /// <param name="isConsistent">Whether the read was strongly consistent.</param>
    /// <param name="reported">The units that the response says; <see langword="null"/> for nothing.</param>
    /// <param name="item">The item; <see langword="null"/> if there is none.</param>
    public void OnRead(TableOperation operation, bool isConsistent, double? reported, IItem? item)
    {
        if (IsObserved)
        {
            var computed = reported is null ? Math.Max(1, Math.Ceiling((item?.GetSize() ?? 0) / BytesPerReadUnit)) / (isConsistent ? 1 : 2) : 0;
            Report(operation, GetItem, isWrite: false, reported, computed);
        }
    }

    /// <summary>Reports a read of several items, whose sizes are not known; nothing if the response does not contain the units.</summary>
    public void OnReadMany(TableOperation operation, string call, ConsumedCapacity? reported)
    {
        if (reported?.CapacityUnits is { } units && IsObserved)
        {
            Report(operation, call, isWrite: false, units, computed: 0);
        }
    }

    /// <summary>Reports a write that was applied.</summary>
    /// <param name="operation">What the call was made for.</param>
    /// <param name="call">The API operation.</param>
    /// <param name="reported">The units that the response says; <see langword="null"/> for nothing.</param>
    /// <param name="expression">The update expression; <see langword="null"/> for none.</param>
    public void OnWritten(TableOperation operation, string call, double? reported, string? expression = null)
    {
        if (IsObserved)
        {
            Report(operation, call, isWrite: true, reported, computed: 1, expression);
        }
    }

    /// <summary>Reports a write whose condition was not met. It consumes units too, but the exception does not contain how many.</summary>
    /// <param name="operation">What the call was made for.</param>
    /// <param name="call">The API operation.</param>
    /// <param name="stored">The stored item; <see langword="null"/> if it does not exist.</param>
    /// <param name="expression">The update expression; <see langword="null"/> for none.</param>
    public void OnRefused(TableOperation operation, string call, IItem? stored, string? expression = null)
    {
        if (IsObserved)
        {
            Report(operation, call, isWrite: true, reported: null, Math.Max(1, Math.Ceiling((stored?.GetSize() ?? 0) / BytesPerWriteUnit)), expression);
        }
    }

    private void Report(TableOperation operation, string call, bool isWrite, double? reported, double computed, string? expression = null)
    {
        var consumed = new ConsumedUnits(operation, call, isWrite, reported ?? computed, IsComputed: reported is null, expression);
        foreach (var observer in _observers)
        {
            observer.OnConsumed(consumed);
        }
    }
}
