using System.Text;
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

    private bool IsObserved => Array.Exists(_observers, static observer => observer.IsEnabled);

    /// <summary>Adds an observer, unless it has been added before.</summary>
    public void Add(ICapacityObserver observer)
    {
        if (!_observers.Contains(observer))
        {
            _observers = [.. _observers, observer];
        }
    }

    /// <summary>Reports the read of an item.</summary>
    public void OnRead(TableOperation operation, GetItemRequest request, GetItemResponse? response)
    {
        if (!IsObserved)
        {
            return;
        }

        var reported = response?.ConsumedCapacity?.CapacityUnits;
        var computed = reported is null ? Math.Max(1, Math.Ceiling(SizeOf(response?.Item) / BytesPerReadUnit)) / (request.ConsistentRead == true ? 1 : 2) : 0;
        Report(operation, GetItem, isWrite: false, response?.ConsumedCapacity, computed);
    }

    /// <summary>Reports a read of several items, whose sizes are not known; nothing if the response does not contain the units.</summary>
    public void OnReadMany(TableOperation operation, string call, ConsumedCapacity? reported)
    {
        if (reported?.CapacityUnits is not null && IsObserved)
        {
            Report(operation, call, isWrite: false, reported, computed: 0);
        }
    }

    /// <summary>Reports a write that was applied.</summary>
    /// <param name="operation">What the call was made for.</param>
    /// <param name="call">The API operation.</param>
    /// <param name="reported">What the response says; <see langword="null"/> for nothing.</param>
    /// <param name="expression">The update expression; <see langword="null"/> for none.</param>
    public void OnWritten(TableOperation operation, string call, ConsumedCapacity? reported, string? expression = null)
    {
        if (IsObserved)
        {
            Report(operation, call, isWrite: true, reported, computed: 1, expression);
        }
    }

    /// <summary>Reports a write whose condition was not met. It consumes units too, but the exception does not contain how many.</summary>
    /// <param name="operation">What the call was made for.</param>
    /// <param name="call">The API operation.</param>
    /// <param name="stored">The stored item; <see langword="null"/> or empty if the item does not exist.</param>
    /// <param name="expression">The update expression; <see langword="null"/> for none.</param>
    public void OnRefused(TableOperation operation, string call, Dictionary<string, AttributeValue>? stored, string? expression = null)
    {
        if (IsObserved)
        {
            Report(operation, call, isWrite: true, reported: null, Math.Max(1, Math.Ceiling(SizeOf(stored) / BytesPerWriteUnit)), expression);
        }
    }

    private void Report(TableOperation operation, string call, bool isWrite, ConsumedCapacity? reported, double computed, string? expression = null)
    {
        var consumed = new ConsumedUnits(operation, call, isWrite, reported?.CapacityUnits ?? computed, IsComputed: reported?.CapacityUnits is null, expression);
        foreach (var observer in _observers)
        {
            observer.OnConsumed(consumed);
        }
    }

    private static double SizeOf(Dictionary<string, AttributeValue>? item)
    {
        var size = 0L;
        foreach (var (name, value) in item ?? [])
        {
            size += Encoding.UTF8.GetByteCount(name) + SizeOf(value);
        }

        return size;
    }

    private static int SizeOf(AttributeValue value)
    {
        try
        {
            return AttributeValueJson.ToSessionValue(value).GetSize();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Not a value of DynamoDB's, as some proxy or decorator may return it: it must not fail the call that it came with.
            return 0;
        }
    }
}
