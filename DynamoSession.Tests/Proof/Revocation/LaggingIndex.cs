using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Proof.Revocation;

/// <summary>
/// A client whose calls take a random time, and whose index by user lags behind the table: for each change of a session's user, the index shows
/// it some time later, up to ten seconds.
/// </summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
internal class LaggingIndex : DispatchProxy
{
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Change>> _changes = new(StringComparer.Ordinal);
    private IAmazonDynamoDB _inner = null!;
    private Random _random = null!;
    private int _hidden;

    /// <summary>Gets how often the index has not shown yet that a session has been bound to the user.</summary>
    public int Hidden => Volatile.Read(ref _hidden);

    public static (IAmazonDynamoDB Client, LaggingIndex Index) Create(IAmazonDynamoDB inner, int seed)
    {
        var client = Create<IAmazonDynamoDB, LaggingIndex>();
        var index = (LaggingIndex)(object)client;
        (index._inner, index._random) = (inner, new Random(seed));
        return (client, index);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => (targetMethod!.Name, args) switch
    {
        (nameof(IAmazonDynamoDB.GetItemAsync), [GetItemRequest request, CancellationToken token]) => DelayedAsync(() => _inner.GetItemAsync(request, token)),
        (nameof(IAmazonDynamoDB.UpdateItemAsync), [UpdateItemRequest request, CancellationToken token]) => DelayedAsync(() => UpdateAsync(request, token)),
        (nameof(IAmazonDynamoDB.QueryAsync), [QueryRequest request, CancellationToken token]) => DelayedAsync(() => QueryAsync(request, token)),
        _ => targetMethod.Invoke(_inner, args),
    };

    private async Task<UpdateItemResponse> UpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        var response = await _inner.UpdateItemAsync(request, cancellationToken);
        var setsUser = request.ExpressionAttributeValues.GetValueOrDefault(":uid")?.S is { } user && request.UpdateExpression.Contains("#uid = :uid", StringComparison.Ordinal) ? user : null;
        if (setsUser is not null || request.UpdateExpression.Contains("#uid", StringComparison.Ordinal))
        {
            lock (_lock)
            {
                // Half of the changes are in the index at once, as a rule of thumb for the real one.
                var lag = _random.Next(2) == 0 ? TimeSpan.Zero : LongestLag * _random.NextDouble();
                var key = request.Key["id"].S;
                _changes.TryAdd(key, []);
                _changes[key].Add(new(setsUser, TimeProvider.System.GetUtcNow() + lag));
            }
        }

        return response;
    }

    private async Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var response = await _inner.QueryAsync(request, cancellationToken);
        var user = request.ExpressionAttributeValues[":uid"].S;
        var now = TimeProvider.System.GetUtcNow();
        lock (_lock)
        {
            var shown = _changes.Where(changes => UserAt(changes.Value, now) == user).Select(changes => changes.Key).ToArray();
            _hidden += _changes.Values.Count(changes => changes.Exists(change => change.User == user && change.VisibleAt > now));
            response.Items = [.. shown.Select(key => new Dictionary<string, AttributeValue> { ["id"] = new() { S = key } })];
        }

        return response;
    }

    private static string? UserAt(List<Change> changes, DateTimeOffset now) => changes.LastOrDefault(change => change.VisibleAt <= now)?.User;

    private async Task<T> DelayedAsync<T>(Func<Task<T>> call)
    {
        await DelayAsync();
        var response = await call();
        await DelayAsync();
        return response;
    }

    private Task DelayAsync()
    {
        int milliseconds;
        lock (_lock)
        {
            milliseconds = _random.Next(4) == 0 ? _random.Next(15) : 0;
        }

        return milliseconds == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
    }

    private sealed record Change(string? User, DateTimeOffset VisibleAt);
}
