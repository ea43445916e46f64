using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Old records in a table. The scan may be late, which is why a session is read again before anything final happens to it.</summary>
internal sealed class LegacyTableRecords(LegacyTable table, ILegacyItems format, BulkServices services) : ILegacyRecords
{
    private const int PageSize = 100;
    private const int NameLength = 8;

    // Of a session of usual size; what it really is, is known afterwards.
    private const double ExpectedPage = 12;

    public string Store => format.Store;

    public string Description => $"{table.Name} {format.Store} {format.Description}";

    public bool IsTable => true;

    public async Task<LegacyRecordPage> ReadPageAsync(int segment, int segments, string? position, CancellationToken cancellationToken)
    {
        var start = position is null ? null : ItemKey.Parse(position);
        var page = await services.Patience.RunAsync(
            token => services.Reads.SpendAsync(ExpectedPage, t => table.ScanAsync(segment, segments, start, PageSize, services.Reads.Consume, t), token),
            cancellationToken).ConfigureAwait(false);
        return new([.. (page.Items ?? []).Select(Understand)], page.LastEvaluatedKey is { Count: > 0 } last ? ItemKey.Format(last) : null);
    }

    public async Task<LegacyRecord?> ReadAgainAsync(string key, CancellationToken cancellationToken)
    {
        var item = await services.Patience.RunAsync(
            token => services.Reads.SpendAsync(1, t => table.GetAsync(ItemKey.Parse(key), services.Reads.Consume, t), token),
            cancellationToken).ConfigureAwait(false);
        return item is null ? null : Understand(item);
    }

    public async Task<LegacyRemoval> RemoveAsync(LegacyRecord record, CancellationToken cancellationToken)
    {
        // The same token for every attempt: an attempt whose answer got lost is not taken for somebody else's removal.
        var attempt = Guid.NewGuid().ToString();
        var (isRemoved, current) = await services.Patience.RunAsync(
            token => services.Writes.SpendAsync(
                2, t => table.RemoveUnchangedAsync(ItemKey.Parse(record.Key!), record.Item!, attempt, services.Writes.Consume, t), token),
            cancellationToken).ConfigureAwait(false);
        return new(isRemoved, current is null ? null : Understand(current));
    }

    private LegacyRecord Understand(Dictionary<string, AttributeValue> item)
    {
        var values = LegacyItems.ToValues(item);
        var key = KeyOf(item);
        var (session, id, skipped) = Classify(values);
        return new()
        {
            Name = key is null ? "?" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value.Value.S)))[..NameLength],
            Session = session,
            Id = id,
            Skipped = skipped,
            Key = key is null ? null : ItemKey.Format(new() { [key.Value.Key] = key.Value.Value }),
            Item = item,
        };
    }

    private (LegacySession? Session, string? Id, string? Skipped) Classify(Dictionary<string, SessionValue> values)
    {
        if (OwnRecord.IsLive(values))
        {
            return (null, null, SkipReason.Own);
        }

        var (id, result) = format.Read(values, services.Clock.GetUtcNow());
        if (result is null or { Status: LegacySessionStatus.Missing })
        {
            return (null, null, OwnRecord.IsTombstone(values) ? SkipReason.Own : SkipReason.Other);
        }

        return result.Status switch
        {
            LegacySessionStatus.Corrupt => (null, null, SkipReason.Corrupt),
            _ when id is null => (null, null, SkipReason.Other),
            LegacySessionStatus.Expired => (null, null, SkipReason.Expired),
            _ => (result.Session, id, null),
        };
    }

    private KeyValuePair<string, AttributeValue>? KeyOf(Dictionary<string, AttributeValue> item)
    {
        foreach (var attribute in format.KeyAttributes)
        {
            if (item.TryGetValue(attribute, out var value) && value.S is not null)
            {
                return new(attribute, value);
            }
        }

        return null;
    }
}
