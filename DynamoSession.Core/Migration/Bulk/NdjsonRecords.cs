using System.Globalization;
using System.Text;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Old records in lines of JSON. One segment; the position is the number of lines that are done.</summary>
internal sealed class NdjsonRecords(Func<Stream> open, BulkServices services) : ILegacyRecords, IDisposable
{
    private const int PageSize = 100;

    private StreamReader? _lines;
    private long _done;

    public string Store => LegacyStoreNames.Express;

    public string Description => "lines of JSON";

    public bool IsTable => false;

    public async Task<LegacyRecordPage> ReadPageAsync(int segment, int segments, string? position, CancellationToken cancellationToken)
    {
        var lines = _lines ??= await OpenAsync(position, cancellationToken).ConfigureAwait(false);
        var records = new List<LegacyRecord>(PageSize);
        while (records.Count < PageSize)
        {
            if (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
            {
                return new(records, Next: null);
            }

            _done++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"line {_done}");
                records.Add(NdjsonLine.Read(line, name, services.Clock.GetUtcNow()));
            }
        }

        return new(records, _done.ToString(CultureInfo.InvariantCulture));
    }

    public Task<LegacyRecord?> ReadAgainAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LegacyRemoval> RemoveAsync(LegacyRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => _lines?.Dispose();

    private async Task<StreamReader> OpenAsync(string? position, CancellationToken cancellationToken)
    {
        var lines = new StreamReader(open(), Encoding.UTF8);
        var done = position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
        while (_done < done && await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            _done++;
        }

        return lines;
    }
}
