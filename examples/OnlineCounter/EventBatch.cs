using DynamoSession.Core.Events;

namespace OnlineCounter;

/// <summary>Handles what Lambda delivers at once: records of one shard, in order, some of them perhaps not for the first time.</summary>
internal sealed class EventBatch(SessionEventReader reader, OnlineSessions online, ILogger<EventBatch> logger)
{
    #region batch
    public async Task<BatchResponse> HandleAsync(Stream batch, CancellationToken cancellationToken)
    {
        string? current = null;
        try
        {
            await foreach (var sessionEvent in reader.ReadAllAsync(batch, cancellationToken))
            {
                current = sessionEvent.SequenceNumber;
                await online.ApplyAsync(sessionEvent, cancellationToken);
            }

            return BatchResponse.Success;
        }
        catch (SessionEventException exception)
        {
            // It will never be readable, so the function needs a limit of retries, and a place for what exceeds it.
            logger.RecordUnreadable(exception);
            return BatchResponse.FailedFrom(exception.SequenceNumber);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.EventNotApplied(exception);
            return BatchResponse.FailedFrom(current);
        }
    }
    #endregion
}
