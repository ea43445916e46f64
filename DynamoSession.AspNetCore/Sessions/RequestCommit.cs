using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Writes what a request did to its session, and then tells the browser.</summary>
internal sealed class RequestCommit(
    SessionServices services,
    SessionRenewal renewal,
    SessionMigration migration,
    SessionCookie cookie,
    HttpContext context,
    RequestSession session,
    SessionAccess access,
    bool cookieWasReplaced)
{
    /// <summary>A touch is a courtesy: how long an answer waits for it.</summary>
    private static readonly TimeSpan TouchPatience = TimeSpan.FromSeconds(1);

    private bool _cookieIsCurrent;

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
                await TouchAsync();
            }
            else
            {
                await WriteOrTouchAsync();
            }
        }

        // Something in front of us may have started the response already.
        if (!context.Response.HasStarted)
        {
            if (session.IsAvailable)
            {
                SendCookie();
                SendOwnWrites();
            }

            if (session.WasUsed)
            {
                AppendVary();
            }
        }
    }

    /// <summary>Tells the browser of what explicit commits have stored, although the last one failed.</summary>
    public void AfterFailure()
    {
        if (session.Stored.WasCreated && session.Ended.Count == 0 && !context.Response.HasStarted)
        {
            SendCookie();
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

            await migration.RemoveOldAsync(session.Stored.Record.Origin, cancellationToken);
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
            await migration.RemoveOldAsync(ended.Origin, cancellationToken);
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
                await TouchAsync();
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

    private Task TouchAsync() => session.Stored.IsTouchDue ? TouchDueAsync() : Task.CompletedTask;

    private async Task TouchDueAsync()
    {
        if (services.TouchCircuit.IsOpen)
        {
            services.Logger.TouchShed();
            return;
        }

        var touch = TouchQuietlyAsync();
        try
        {
            await touch.WaitAsync(TouchPatience, services.Clock);
        }
        catch (TimeoutException)
        {
            // It goes on by itself, within IOTimeout, and reports its own failure.
            services.Logger.TouchIsSlow();
        }
    }

    private async Task TouchQuietlyAsync()
    {
        try
        {
            await services.WithDeadlineAsync("touch", TouchStoredAsync, CancellationToken.None);
            if (session.Stored.WasProlonged)
            {
                services.TouchCircuit.Succeeded();
            }
        }
        catch (SessionStoreException exception)
        {
            services.Logger.TouchFailed(exception);
        }
    }

    private async Task<bool> TouchStoredAsync(CancellationToken cancellationToken)
    {
        await session.Stored.TouchAsync(cancellationToken);
        return true;
    }

    private void SendCookie()
    {
        if (_cookieIsCurrent)
        {
            return;
        }

        var isStored = session.Stored.Record is not null;
        if (session.Stored.WasCreated || (isStored && (cookieWasReplaced || session.Admission is not null)) || (session.Stored.WasProlonged && IsPersistent()))
        {
            cookie.Send(context, session.Secret, session.Stored.Record is { IsPersistent: true } record ? record.ExpiresAt : null);
        }
        else if (!isStored && (cookieWasReplaced || (session.WasDead ? session.RenewsId : session.WasDestroyed)))
        {
            // When the session was dead already, whatever ended it has told the browser, perhaps with a new cookie. But who signs in again
            // may never have heard: with the dead cookie, its next requests would be refused as late.
            cookie.Expire(context);
        }
        else if (session.Admission is not { Secret: null })
        {
            return;
        }

        if (session.Admission is { } admission)
        {
            OldCookieExpiry.Send(context, admission.Source.Options.CookieName, admission.Origin);
        }

        _cookieIsCurrent = true;
        context.Response.Headers.CacheControl = "no-store";
    }

    private bool IsPersistent() => cookie.IsPersistent || session.Stored.Record is { IsPersistent: true };

    private void SendOwnWrites()
    {
        if (services.Options.Consistency == SessionConsistency.ReadYourWrites && session.Stored.LastToken is { } token)
        {
            cookie.SendOwnWrites(context, token);
            context.Response.Headers.CacheControl = "no-store";
        }
    }

    private void AppendVary()
    {
        var vary = context.Response.Headers.GetCommaSeparatedValues("Vary");
        if (!vary.Contains("Cookie", StringComparer.OrdinalIgnoreCase) && !vary.Contains("*"))
        {
            context.Response.Headers.AppendCommaSeparatedValues("Vary", "Cookie");
        }
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
