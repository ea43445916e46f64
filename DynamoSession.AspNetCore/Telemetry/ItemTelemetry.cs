using System.Diagnostics.Metrics;
using DynamoSession.Core;
using DynamoSession.Core.Records;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>Measures what is loaded and written: the size of items, which determines what calls cost, and how much of them changes.</summary>
internal sealed class ItemTelemetry(SessionMeter meter, IOptions<DynamoSessionOptions> options)
{
    private const string Load = "load";
    private const string Commit = "commit";

    // A write unit is 1 KB, a read unit 4 KB, and an item has 400 KB at most.
    private readonly Histogram<long> _size = meter.Histogram(
        DynamoSessionMetrics.ItemSize,
        "By",
        "Size of an item that was loaded or written.",
        256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144, 409_600);

    private readonly Histogram<long> _changedFields = meter.Histogram(
        DynamoSessionMetrics.ChangedFields, "{field}", "Fields that a commit that was applied has changed.", 0, 1, 2, 5, 10, 20, 50, 100);

    /// <summary>Gets whether anyone listens to the sizes of items.</summary>
    public bool IsObserved => _size.Enabled;

    public void Loaded(SessionRecord session) => Record(session, Load);

    public void Written(SessionRecord session, int changedFields)
    {
        Record(session, Commit);
        if (_changedFields.Enabled)
        {
            _changedFields.Record(changedFields, meter.Tags());
        }
    }

    private void Record(SessionRecord session, string operation)
    {
        if (_size.Enabled)
        {
            var table = options.Value.Table;
            var tags = meter.Tags();
            tags.Add(TelemetryAttributes.Operation, operation);
            _size.Record(ItemSize.Of(table.KeyPrefix + session.Id, session, table.Attributes), tags);
        }
    }
}
