using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Writes what a request did to its session. <see cref="AnswerHeaders"/> then tells the browser.</summary>
internal sealed class RequestCommit(
    SessionServices services,
    SessionRenewal renewal,
    SessionMigration migration,
    SessionCookie cookie,
    HttpContext context,
    RequestSession session,
    AnswerHeaders headers,
    SessionAccess access)
{
    /// <summary>Gets whether the request's cookie counts no more, because this pass has stored a new session or ended the old one.</summary>
    public bool HasReplacedCookie => session.Stored.WasCreated || (session.WasDestroyed && session.Ended.Count == 0);

    /// <summary>Gets why the last write failed; null when none has.</summary>
    public SessionException? Failure { get; private set; }

    /// <summary>Commits before the response starts, and sets its headers.</summary>
    /// <exception cref="SessionException">The changes could not be written. No header was set.</exception>
    public async Task BeforeResponseAsync()
    {
        if (session.IsAvailable)
        {
            if (session.MigrationToComplete is { } migrated)
            {
                await migration.CompleteAsync(migrated);
            }

            if (access == SessionAccess.ReadOnly)
            {
                WarnOfDroppedMutations();
                await SessionTouch.SendAsync(session.Stored, services);
            }
            else
            {
                await WriteOrTouchAsync();
            }
        }

        // Something in front of us may have started the response already.
        if (!context.Response.HasStarted)
        {
            headers.Send();
        }
    }

    /// <summary>Tells the browser of what explicit commits have stored, although the last one failed.</summary>
    public void AfterFailure()
    {
        if (session.Stored.WasCreated && session.Ended.Count == 0 && !context.Response.HasStarted)
        {
            headers.SendCookie();
        }
    }

    /// <summary>Commits what was changed after the response had started.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public async Task AfterResponseAsync()
    {
        if (session.IsAvailable && access != SessionAccess.ReadOnly && HasSomethingToWrite())
        {
            await WriteLastAsync();
        }
    }

    /// <summary>Writes the changes so far.</summary>
    /// <exception cref="SessionException">They could not be written.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.WithDeadlineAsync("commit", token => WriteAllAsync(isLast: false, token), cancellationToken);
        }
        catch (SessionException exception)
        {
            Failure = exception;
            throw;
        }
    }

    // Never tied to the request: a client that leaves must not leave its commit in doubt.
    private Task<bool> WriteLastAsync() =>
        services.WithDeadlineAsync("commit", token => WriteAllAsync(isLast: true, token), CancellationToken.None);

    private async Task<bool> WriteAllAsync(bool isLast, CancellationToken cancellationToken)
    {
        var wrote = false;
        if (session.RenewsId && session.Stored.Record is not null && !cookie.MayBeSent(context))
        {
            // A new id would reach nobody, and the old one must not stay.
            services.Logger.ConsentMissing();
            session.Destroy();
        }

        if (session.RenewsId && session.Stored.Record is not null)
        {
            if (session.Stored.HasUnconfirmedWrite)
            {
                await session.Stored.CommitAsync(isLast: false, cancellationToken);
            }

            await migration.RemoveLegacyAsync(session.Stored.Record.Origin, cancellationToken);
            session.TakeRenewal(await renewal.RenewAsync(session.Stored, cancellationToken));
            wrote = true;
        }

        if (session.Stored.HasSomethingToWrite() && MayWrite())
        {
            wrote |= await session.Stored.CommitAsync(isLast, cancellationToken);
            if (session.Stored.WasCreated)
            {
                // A session that starts has a new id.
                session.TakeRenewal(session.Secret);
            }
        }

        // The new session first: should its creation fail, the old one is still there.
        foreach (var ended in session.Ended.ToArray())
        {
            await migration.RemoveLegacyAsync(ended.Origin, cancellationToken);
            var wasAlive = await services.RetryAsync(token => services.Table.DestroyAsync(ended.Id, token), cancellationToken);
            session.Forget(ended);
            services.Logger.SessionDestroyed(new SessionTag(ended.Id, services.Identity), wasAlive);
            wrote = true;
        }

        return wrote;
    }

    private async Task WriteOrTouchAsync()
    {
        try
        {
            if (HasSomethingToWrite())
            {
                await WriteLastAsync();
            }
            else
            {
                await SessionTouch.SendAsync(session.Stored, services);
            }
        }
        catch (SessionStoreException exception) when (access == SessionAccess.Optional)
        {
            services.Logger.OptionalCommitFailed(exception);
            session.Discard();
        }
    }

    private bool HasSomethingToWrite() =>
        session.Ended.Count > 0 || session.Stored.HasSomethingToWrite() || (session.RenewsId && session.Stored.Record is not null);

    private bool MayWrite()
    {
        if (session.Stored.Record is not null)
        {
            return true;
        }

        // A field's default value, which was handed out before the response started, was changed afterwards.
        if (context.Response.HasStarted)
        {
            throw RequestSession.TooLateToStart();
        }

        if (session.WasDead && !session.RenewsId)
        {
            services.Logger.LateWriteRefused(new SessionTag(session.Stored.Id, services.Identity));
            throw new SessionGoneException(
                "The request came with the id of a session that was ended less than a minute ago, so it may be late; its changes were not written. Let the client reload.");
        }

        if (!cookie.MayBeSent(context))
        {
            services.Logger.ConsentMissing();
            return false;
        }

        return true;
    }

    private void WarnOfDroppedMutations()
    {
        var changes = session.Stored.Fields.GetChanges();
        if (!changes.IsEmpty)
        {
            services.Logger.ReadOnlyMutation(string.Join(", ", changes.Fields.Keys));
        }
    }
}
