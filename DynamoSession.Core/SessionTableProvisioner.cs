using Amazon.DynamoDBv2;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core;

/// <summary>Creates the session table for development and tests. In production, use your infrastructure code instead.</summary>
public sealed class SessionTableProvisioner
{
    private readonly SessionTableOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly TableAdministration _administration;

    /// <summary>Creates an instance without making a call.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="options">The table and its attributes.</param>
    /// <param name="timeProvider">The clock for delays and the timeout.</param>
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
    /// Creates the table if it does not exist, with on-demand billing and the index of users, waits until it is active, and enables TTL. The
    /// indexes and billing of an existing table are not changed. Several instances may call this at the same time.
    /// </summary>
    /// <remarks>
    /// If the table exists, <c>dynamodb:GetItem</c> is enough: what the role isn't allowed to check or change is reported, and so is an emulator
    /// without TTL.
    /// </remarks>
    /// <param name="timeout">How long to wait for the table to become active.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>What could not be checked or enabled, although sessions can use the table; empty if it has all that they need.</returns>
    /// <exception cref="SessionStoreException">
    /// DynamoDB rejected a call or failed; the table was not active in time; or it exists with a different key, or with TTL on a
    /// different attribute.
    /// </exception>
    public async Task<IReadOnlyList<string>> CreateIfNotExistsAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        [.. (await PrepareAsync(timeout, cancellationToken).ConfigureAwait(false)).Select(finding => finding.Text)];

    /// <inheritdoc cref="CreateIfNotExistsAsync"/>
    internal async Task<IReadOnlyList<TableFinding>> PrepareAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await new TablePreparation(_administration, _options, _timeProvider).RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SessionStoreException(
                $"Table '{_options.TableName}' was not ready within {timeout}. Check its status in the AWS console, or allow more time.", exception);
        }
        catch (OperationCanceledException exception)
        {
            // The caller knows its own token, not the linked one.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }
}
