using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Prepares a table for sessions, once, as far as the role and the endpoint allow it.</summary>
internal sealed class TablePreparation(TableAdministration administration, SessionTableOptions options, TimeProvider clock)
{
    private const int MaxAttempts = 20;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly List<TableFinding> _findings = [];
    private bool _mayDescribe = true;
    private bool _isNew;

    /// <returns>What could not be checked or done.</returns>
    /// <exception cref="SessionStoreException">The table cannot be used.</exception>
    public async Task<IReadOnlyList<TableFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await WaitUntilUsableAsync(cancellationToken).ConfigureAwait(false);
        await EnableTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
        return _findings;
    }

    private async Task WaitUntilUsableAsync(CancellationToken cancellationToken)
    {
        while (await IsUsableAsync(cancellationToken).ConfigureAwait(false) is var isUsable && isUsable != true)
        {
            if (isUsable is null)
            {
                // Another instance may have created it first, and a new table may not be visible yet. Both are handled by the next iteration.
                _isNew |= await administration.TryCreateAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Whether sessions can use the table now; <see langword="null"/> if there is no table.</returns>
    private async Task<bool?> IsUsableAsync(CancellationToken cancellationToken)
    {
        if (_mayDescribe)
        {
            try
            {
                var table = await administration.FindAsync(cancellationToken).ConfigureAwait(false);
                if (table is null)
                {
                    return null;
                }

                TableShape.ThrowIfUnsuitable(table, options);
                if (!TableShape.IsActive(table))
                {
                    return false;
                }

                if (!TableShape.HasUserIndex(table))
                {
                    _findings.Add(new(
                        $"The table has no index '{RecordAttributes.UserIndex}' with the partition key '{RecordAttributes.User}' (S) and the sort key '{RecordAttributes.CreatedAt}' (N), so the sessions of a user can't be listed, limited or ended. Add it."));
                }

                return true;
            }
            catch (SessionStoreException exception) when (exception.IsAccessDenied)
            {
                _mayDescribe = false;
                _findings.Add(new(
                    $"The role isn't allowed to describe the table ({TableOperation.DescribeTable.Permission}), so it was only checked that an item can be read by the key '{options.KeyAttribute}'. "
                    + $"The index '{RecordAttributes.UserIndex}' was not checked."));
            }
        }

        // It fails if the key is a different one.
        return await administration.CanReadAsync(cancellationToken).ConfigureAwait(false) ? true : null;
    }

    private async Task EnableTimeToLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; !await IsTimeToLiveSettledAsync(cancellationToken).ConfigureAwait(false); attempt++)
            {
                if (attempt == MaxAttempts && !_isNew)
                {
                    // DynamoDB allows one change an hour. Sessions don't need it to be on.
                    _findings.Add(new($"The time to live is off and can't be enabled yet, because it was changed a short time ago. Enable it on '{options.ExpiresAttribute}', or start again in an hour."));
                    return;
                }

                // Another instance was faster, or a previous change is still in progress.
                await Task.Delay(PollInterval, clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SessionStoreException exception) when (exception.IsOperationUnknown)
        {
            _findings.Add(new("The endpoint doesn't support time to live, so the items of ended sessions are not deleted.", IsOfEmulator: true));
        }
    }

    /// <returns>Whether there is nothing more to do.</returns>
    private async Task<bool> IsTimeToLiveSettledAsync(CancellationToken cancellationToken)
    {
        TimeToLiveDescription? description = null;
        try
        {
            description = await administration.FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreException exception) when (exception.IsAccessDenied)
        {
            // A new table has none. What an existing table has is not changed blindly.
            if (!_isNew)
            {
                _findings.Add(new($"The role isn't allowed to describe the time to live ({TableOperation.DescribeTimeToLive.Permission}), so it was not checked. It has to be on '{options.ExpiresAttribute}'."));
                return true;
            }
        }

        if (TableShape.FindWrongTimeToLive(description, options) is { } wrong)
        {
            throw new SessionStoreException(wrong);
        }

        if (TableShape.IsTimeToLiveOn(description))
        {
            return true;
        }

        try
        {
            // Without a description, nothing would tell when another change has ended.
            return await administration.TryEnableTimeToLiveAsync(cancellationToken).ConfigureAwait(false) || description is null;
        }
        catch (SessionStoreException exception) when (exception.IsAccessDenied)
        {
            _findings.Add(new(
                $"The time to live is off, and the role isn't allowed to enable it ({TableOperation.UpdateTimeToLive.Permission}) on '{options.ExpiresAttribute}', so the items of ended sessions are not deleted."));
            return true;
        }
    }
}
