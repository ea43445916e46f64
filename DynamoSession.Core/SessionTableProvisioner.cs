using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core;

/// <summary>Creates the table that sessions need, for development and tests; in production let your infrastructure code do it.</summary>
public sealed class SessionTableProvisioner
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly SessionTableOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly TableAdministration _administration;

    /// <summary>Prepares for the table that the options name; nothing is called yet.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">The table and its attributes.</param>
    /// <param name="timeProvider">The clock by which is waited.</param>
    public SessionTableProvisioner(IAmazonDynamoDB dynamoDb, SessionTableOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);

        _options = options;
        _timeProvider = timeProvider;
        _administration = new(dynamoDb, options);
    }

    /// <summary>
    /// Creates the table if there is none (billed on demand, with the index of users), waits until it can be used, and enables
    /// its time to live. A table that exists keeps its indexes and its billing. Several instances may do this at once.
    /// </summary>
    /// <param name="timeout">The longest wait for the table to become active.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SessionStoreException">
    /// DynamoDB refused or failed; the table was not active in time; or it exists with another key, or with its time to live on
    /// another attribute.
    /// </exception>
    public async Task CreateIfNotExistsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await WaitUntilActiveAsync(either.Token).ConfigureAwait(false);
            await EnableTimeToLiveAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SessionStoreException(
                $"Table '{_options.TableName}' was not ready within {timeout}. Look at its status in the AWS console, or allow more time.", exception);
        }
        catch (OperationCanceledException exception)
        {
            // Not the linked token, which the caller does not know.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private async Task WaitUntilActiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var table = await _administration.FindAsync(cancellationToken).ConfigureAwait(false);
            if (table is null)
            {
                // Another instance may be faster, and the new table invisible for a moment: in both cases the loop goes on.
                await _administration.CreateAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                TableShape.ThrowIfUnfit(table, _options);
                if (TableShape.IsActive(table))
                {
                    return;
                }
            }

            await Task.Delay(PollInterval, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnableTimeToLiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var description = await _administration.FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
            if (TableShape.HasTimeToLive(description, _options))
            {
                return;
            }

            // False when another instance was faster, or the last change is still under way: then look again.
            if (await _administration.TryEnableTimeToLiveAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await Task.Delay(PollInterval, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
