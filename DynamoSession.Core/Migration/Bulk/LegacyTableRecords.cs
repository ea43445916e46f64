using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The legacy records of a table. A scan may return stale items, so a session is read again before it is migrated permanently.</summary>
internal sealed class LegacyTableRecords(LegacyTable table, ILegacyItemFormat format, BulkRunContext context) : ILegacyRecords
{
    private const int PageSize = 100;
    private const int NameLength = 8;

    // For sessions of a typical size; the actual cost is known afterwards.
    private const double ExpectedUnitsPerPage = 12;

    public string Store => format.Store;

    public string Description => $"{table.Name} {format.Store} {format.Description}";

    public bool IsTable => true;

    public async Task<LegacyRecordPage> ReadPageAsync(int segment, int segments, string? position, CancellationToken cancellationToken)
    {
        try
        {
            var page = await ScanAsync(segment, segments, position, keyAttributes: null, cancellationToken).ConfigureAwait(false);
            return new([.. (page.Items ?? []).Select(ToRecord)], NextOf(page));
        }
        catch (SessionStoreException exception) when (exception.IsItemUnreadable)
        {
            // One item makes the whole page unreadable, but not the keys.
            context.Reads.Consume(ExpectedUnitsPerPage);
            return await ReadPageByKeyAsync(segment, segments, position, cancellationToken).ConfigureAwait(false);
        }
    }

    public bool IsPosition(string text)
    {
        try
        {
            return ItemKey.Parse(text).Count > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public async Task<LegacyRecord?> ReadAgainAsync(string key, CancellationToken cancellationToken)
    {
        var parsed = ItemKey.Parse(key);
        try
        {
            var item = await context.Retry.RunAsync(
                token => context.Reads.SpendAsync(1, t => table.GetAsync(parsed, context.Reads.Consume, t), token), cancellationToken).ConfigureAwait(false);
            return item is null ? null : ToRecord(item);
        }
        catch (SessionStoreException exception) when (exception.IsItemUnreadable)
        {
            return new() { Name = NameOf(parsed.Values.First()), Skipped = SkipReason.Corrupt, Key = key };
        }
    }

    public async Task<LegacyDeletion> DeleteAsync(LegacyRecord record, CancellationToken cancellationToken)
    {
        // Every attempt uses the same token, so that a retry after a lost response is not mistaken for a deletion by someone else.
        var token = Guid.NewGuid().ToString();
        var (isDeleted, current) = await context.Retry.RunAsync(
            cancellation => context.Writes.SpendAsync(
                2, c => table.DeleteUnchangedAsync(ItemKey.Parse(record.Key!), record.Item!, token, context.Writes.Consume, c), cancellation),
            cancellationToken).ConfigureAwait(false);
        return new(isDeleted, current is null ? null : ToRecord(current));
    }

    private async Task<LegacyRecordPage> ReadPageByKeyAsync(int segment, int segments, string? position, CancellationToken cancellationToken)
    {
        var page = await ScanAsync(segment, segments, position, format.KeyAttributes, cancellationToken).ConfigureAwait(false);
        var records = new List<LegacyRecord>();
        foreach (var item in page.Items ?? [])
        {
            // A record without one of the keys is not the store's.
            var record = KeyOf(item) is { } key
                ? await ReadAgainAsync(ItemKey.Format(new() { [key.Key] = key.Value }), cancellationToken).ConfigureAwait(false)
                : ToRecord(item);
            if (record is not null)
            {
                records.Add(record);
            }
        }

        return new(records, NextOf(page));
    }

    private Task<ScanResponse> ScanAsync(
        int segment, int segments, string? position, IReadOnlyList<string>? keyAttributes, CancellationToken cancellationToken)
    {
        var start = position is null ? null : ItemKey.Parse(position);
        return context.Retry.RunAsync(
            token => context.Reads.SpendAsync(
                ExpectedUnitsPerPage, t => table.ScanAsync(segment, segments, start, PageSize, keyAttributes, context.Reads.Consume, t), token),
            cancellationToken);
    }

    private static string? NextOf(ScanResponse page) => page.LastEvaluatedKey is { Count: > 0 } last ? ItemKey.Format(last) : null;

    private static string NameOf(AttributeValue key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.S)))[..NameLength];

    private LegacyRecord ToRecord(Dictionary<string, AttributeValue> item)
    {
        var values = LegacyItems.ToValues(item);
        var key = KeyOf(item);
        var (session, id, skipped) = Classify(values);
        return new()
        {
            Name = key is null ? "?" : NameOf(key.Value.Value),
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
            return (null, null, SkipReason.DynamoSession);
        }

        var (id, result) = format.Read(values, context.Clock.GetUtcNow());
        if (result is null or { Status: LegacySessionStatus.Missing })
        {
            return (null, null, OwnRecord.IsTombstone(values) ? SkipReason.DynamoSession : SkipReason.NotASession);
        }

        return result.Status switch
        {
            LegacySessionStatus.Corrupt => (null, null, SkipReason.Corrupt),
            _ when id is null => (null, null, SkipReason.NotASession),
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
