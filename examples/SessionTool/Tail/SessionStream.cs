using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace SessionTool.Tail;

/// <summary>Follows the stream of a table: all its shards, and those that they are split into later.</summary>
/// <param name="client">The client for streams.</param>
/// <param name="arn">The stream.</param>
internal sealed class SessionStream(StreamsClient client, string arn)
{
    private const string FromOldest = "TRIM_HORIZON";
    private const string FromNow = "LATEST";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DiscoveryInterval = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, string?> _iterators = new(StringComparer.Ordinal);

    /// <summary>Returns the records as they come, until it is canceled.</summary>
    /// <param name="fromStart">Whether to begin with the oldest record that the stream still has, and not with the next one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<JsonElement> ReadAsync(bool fromStart, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await DiscoverAsync(fromStart ? FromOldest : FromNow, cancellationToken);
        var discovered = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = false;
            var hasEnded = false;
            foreach (var (shard, iterator) in _iterators.ToArray())
            {
                if (iterator is null)
                {
                    continue;
                }

                var page = await PageAsync(shard, iterator, cancellationToken);
                hasEnded |= _iterators[shard] is null;
                foreach (var record in page)
                {
                    found = true;
                    yield return record;
                }
            }

            if (hasEnded || TimeProvider.System.GetElapsedTime(discovered) > DiscoveryInterval)
            {
                // A shard that is new is one that began after the tail did, so that all of it is new.
                await DiscoverAsync(FromOldest, cancellationToken);
                discovered = TimeProvider.System.GetTimestamp();
            }

            if (!found)
            {
                await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<JsonElement>> PageAsync(string shard, string iterator, CancellationToken cancellationToken)
    {
        try
        {
            var page = await client.CallAsync("GetRecords", new() { ["ShardIterator"] = iterator }, cancellationToken);
            _iterators[shard] = page.TryGetProperty("NextShardIterator", out var next) ? next.GetString() : null;
            return [.. page.GetProperty("Records").EnumerateArray()];
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ExpiredIteratorException" or "TrimmedDataAccessException")
        {
            // The process was suspended for more than 15 minutes: what came meanwhile is skipped.
            _iterators[shard] = await IteratorAsync(shard, FromNow, cancellationToken);
            return [];
        }
    }

    private async Task DiscoverAsync(string startAt, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var input = new JsonObject { ["StreamArn"] = arn };
            if (after is not null)
            {
                input["ExclusiveStartShardId"] = after;
            }

            var description = (await client.CallAsync("DescribeStream", input, cancellationToken)).GetProperty("StreamDescription");
            foreach (var shard in description.GetProperty("Shards").EnumerateArray())
            {
                var id = shard.GetProperty("ShardId").GetString()!;
                if (!_iterators.ContainsKey(id) && !(startAt == FromOldest && IsParentOpen(shard)))
                {
                    _iterators[id] = await IteratorAsync(id, startAt, cancellationToken);
                }
            }

            after = description.TryGetProperty("LastEvaluatedShardId", out var last) ? last.GetString() : null;
        }
        while (after is not null);
    }

    // The records of a session are in order only if a shard is read after the one that it was split from.
    private bool IsParentOpen(JsonElement shard) =>
        shard.TryGetProperty("ParentShardId", out var parent) && parent.GetString() is { } id && _iterators.GetValueOrDefault(id) is not null;

    private async Task<string?> IteratorAsync(string shard, string type, CancellationToken cancellationToken)
    {
        var input = new JsonObject { ["StreamArn"] = arn, ["ShardId"] = shard, ["ShardIteratorType"] = type };
        return (await client.CallAsync("GetShardIterator", input, cancellationToken)).TryGetProperty("ShardIterator", out var iterator) ? iterator.GetString() : null;
    }
}
