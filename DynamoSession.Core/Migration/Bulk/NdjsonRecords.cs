using System.Globalization;
using System.Text;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Legacy records in newline-delimited JSON. There is one segment; the position is the number of lines read.</summary>
internal sealed class NdjsonRecords(Func<Stream> open, BulkRunContext context) : ILegacyRecords, IDisposable
{
    private const int PageSize = 100;

    // Any session that fits into an item of DynamoDB is much shorter, even as JSON with every character escaped, inside a JSON string.
    private const int MaxLineLength = 4 * 1024 * 1024;

    private BoundedLines? _lines;
    private long _linesRead;

    public string Store => LegacyStoreNames.Express;

    public string Description => "lines of JSON";

    public bool IsTable => false;

    public async Task<LegacyRecordPage> ReadPageAsync(int segment, int segments, string? position, CancellationToken cancellationToken)
    {
        var lines = _lines ??= await OpenAsync(position, cancellationToken).ConfigureAwait(false);
        var records = new List<LegacyRecord>(PageSize);
        while (records.Count < PageSize)
        {
            var (isLine, line) = await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!isLine)
            {
                return new(records, Next: null);
            }

            _linesRead++;
            var name = string.Create(CultureInfo.InvariantCulture, $"line {_linesRead}");
            if (line is null)
            {
                records.Add(new() { Name = name, Skipped = SkipReason.TooLong });
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                records.Add(NdjsonLine.Read(line, name, context.Clock.GetUtcNow()));
            }
        }

        return new(records, _linesRead.ToString(CultureInfo.InvariantCulture));
    }

    public bool IsPosition(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public Task<LegacyRecord?> ReadAgainAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LegacyDeletion> DeleteAsync(LegacyRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => _lines?.Dispose();

    private async Task<BoundedLines> OpenAsync(string? position, CancellationToken cancellationToken)
    {
        var lines = new BoundedLines(new StreamReader(open(), Encoding.UTF8), MaxLineLength);
        var skip = position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
        while (_linesRead < skip && (await lines.ReadAsync(cancellationToken).ConfigureAwait(false)).IsLine)
        {
            _linesRead++;
        }

        return lines;
    }
}
