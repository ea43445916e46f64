using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields.Tracking;
using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>
/// Migrates sessions of other packages. The legacy record is kept until the new cookie has come back, because a response may be lost;
/// until then, both cookies lead to the same new session, whose id is derived from the legacy id.
/// </summary>
internal sealed class SessionMigration(
    ISessionTable table,
    ISessionIdentity identity,
    SessionCookie ownCookie,
    IOptions<DynamoSessionOptions> options,
    TimeProvider clock,
    WriteRetry retry,
    MigrationCompletion completion,
    IEnumerable<IMigrationSource> sources,
    MigrationTelemetry telemetry,
    SessionLog log) : ISessionSource
{
    // After a conflict, the session can be loaded; a second conflict means that it has ended in between.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan LateFor = TimeSpan.FromSeconds(60);

    private readonly IMigrationSource[] _sources = [.. sources];

    public bool HasCookie(HttpContext context) =>
        Array.Exists(_sources, source => source.Options.CookieNames.Any(name => CookieHeader.Find(context.Request.Headers.Cookie, name) is not null));

    public async Task<ImportedSession?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        MigratedSession? ended = null;
        foreach (var (source, cookie) in Read(context))
        {
            if (cookie.Id is { } legacyId)
            {
                var migrated = await FindAsync(source, cookie.Name, legacyId, cancellationToken);
                if (migrated is { Secret: not null })
                {
                    return migrated;
                }

                // Another legacy cookie may still lead to a session.
                ended ??= migrated;
            }
            else if (!IsOwnCookie(context, cookie.Name))
            {
                telemetry.Count(source, MigrationOutcome.Refused);
            }
        }

        return ended;
    }

    public async Task<IReadOnlyList<ImportedSession>> FindOthersAsync(HttpContext context, ImportedSession? except, CancellationToken cancellationToken)
    {
        var others = new List<ImportedSession>();
        foreach (var (source, cookie) in Read(context))
        {
            if (cookie.Id is { } legacyId
                && cookie.Name != except?.CookieName
                && await FindAsync(source, cookie.Name, legacyId, cancellationToken) is { } other)
            {
                others.Add(other);
            }
        }

        return others;
    }

    public Task BeforeEndAsync(SessionRecord record, CancellationToken cancellationToken) =>
        record.Origin is { LegacyId: not null } origin ? RemoveLegacyAsync(origin, cancellationToken) : Task.CompletedTask;

    public Task AfterReturnAsync(SessionRecord record) =>
        record.Origin is { LegacyId: not null } origin ? completion.SendAsync(record, source: Find(origin), origin) : Task.CompletedTask;

    private IEnumerable<(IMigrationSource Source, LegacyCookie Cookie)> Read(HttpContext context) =>
        _sources.SelectMany(source => source.Read(context), (source, cookie) => (source, cookie));

    /// <summary>Returns whether the cookie of that name is DynamoSession's own, whose session has ended.</summary>
    private bool IsOwnCookie(HttpContext context, string name) =>
        name == ownCookie.NameFor(context) && ownCookie.Read(context).Count > 0;

    /// <summary>Deletes the legacy record, so that it can't restore the session.</summary>
    private Task RemoveLegacyAsync(SessionOrigin origin, CancellationToken cancellationToken) => Find(origin) is { } source
        ? retry.RunAsync(token => completion.RemoveLegacyAsync(source, origin, token), cancellationToken)
        : Task.CompletedTask;

    private IMigrationSource? Find(SessionOrigin origin)
    {
        var source = Array.Find(_sources, source => source.Name == origin.Store);
        if (source is null)
        {
            log.Logger.MigrationUnknown(origin.Store);
        }

        return source;
    }

    private async Task<MigratedSession?> FindAsync(IMigrationSource source, string cookieName, string legacyId, CancellationToken cancellationToken)
    {
        var secret = MigratedSessionId.DeriveSecret(source.Options.MigrationKey, source.Name, legacyId);
        var id = identity.TableIdOf(secret);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var loaded = await table.LoadAsync(id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken);
            switch (loaded)
            {
                case { Status: SessionLoadStatus.Dead }:
                    telemetry.Count(source, MigrationOutcome.Ended);
                    return new MigratedSession(cookieName, new SessionOrigin { Store = source.Name }, Secret: null, Record: null, JustEnded: true);
                case { Status: SessionLoadStatus.Unreadable }:
                    log.Logger.RecordUnreadable(new SessionTag(id, log.Identity), options.Value.Table.TableName);
                    telemetry.Count(source, MigrationOutcome.Corrupt);
                    return null;
                case { Record: { Origin: not { IsAhead: true } } record }:
                    return await ReopenAsync(source, cookieName, record, secret, cancellationToken);
            }

            var old = await source.Store.LoadAsync(legacyId, cancellationToken).WaitAsync(cancellationToken);
            if (old.Session is not { } session)
            {
                if (loaded.Record is not null && !await IsStillAheadAsync(id, cancellationToken))
                {
                    continue;
                }

                await RefuseAsync(source, old.Status, aheadId: loaded.Record is null ? null : id, cancellationToken);
                return null;
            }

            var creation = MapperOf(source).ToCreation(id, legacyId, session, clock.GetUtcNow());
            SessionWriteStatus status;
            try
            {
                status = await retry.RunAsync(token => table.CreateAsync(creation, token), cancellationToken);
            }
            catch (SessionTooLargeException exception)
            {
                // It will never fit, and an error would lock its user out of every page.
                log.Logger.LegacySessionTooLarge(source.Name, exception);
                telemetry.Count(source, MigrationOutcome.Corrupt);
                return null;
            }

            if (status != SessionWriteStatus.Conflict)
            {
                telemetry.Count(source, MigrationOutcome.Migrated);
                log.Logger.SessionMigrated(new SessionTag(id, log.Identity), source.Name, session.Fields.Count, session.Problems.Count);
                foreach (var problem in session.Problems)
                {
                    log.Logger.FieldNotMigrated(new SessionTag(id, log.Identity), problem.Field, problem.Reason);
                }

                var size = FieldSizes.SizeOf(session.Fields);
                if (size > options.Value.MaxSessionBytes)
                {
                    log.Logger.LargeSessionMigrated(new SessionTag(id, log.Identity), source.Name, size, options.Value.MaxSessionBytes);
                }

                return new MigratedSession(cookieName, creation.Origin!, secret, WrittenRecord.Of(creation), JustEnded: false);
            }
        }

        // The id is taken by an expired tombstone that has not been deleted yet.
        telemetry.Count(source, MigrationOutcome.Ended);
        return null;
    }

    /// <summary>Returns whether the copy is still one made ahead: since it was loaded, a bulk migration may have completed it and then deleted the legacy record.</summary>
    private async Task<bool> IsStillAheadAsync(string id, CancellationToken cancellationToken)
    {
        var loaded = await table.LoadAsync(id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken);
        return loaded.Record is { Origin.IsAhead: true };
    }

    private LegacySessionMapper MapperOf(IMigrationSource source) => new()
    {
        Store = source.Name,
        IdleTimeout = options.Value.IdleTimeout,
        AbsoluteTimeout = options.Value.AbsoluteTimeout,
        Grace = source.Options.Grace,
    };

    /// <summary>Handles a session that an earlier request with the legacy cookie has migrated. Its response may be lost or still on its way.</summary>
    private async Task<MigratedSession> ReopenAsync(IMigrationSource source, string cookieName, SessionRecord record, string secret, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var origin = record.Origin ?? new SessionOrigin { Store = source.Name };
        if (origin.LegacyId is not null && origin.AcceptedUntil > now)
        {
            telemetry.Count(source, MigrationOutcome.Reopened);
            return new MigratedSession(cookieName, origin, secret, record, JustEnded: false);
        }

        if (origin.LegacyId is not null)
        {
            await RemoveLegacyAsync(origin, cancellationToken);
            await retry.RunAsync(token => table.RequireOrigins().DetachOriginAsync(record.Id, token), cancellationToken);
        }

        telemetry.Count(source, MigrationOutcome.Ended);
        return new MigratedSession(cookieName, origin, Secret: null, Record: null, JustEnded: origin.CompletedAt + LateFor > now);
    }

    private async Task RefuseAsync(IMigrationSource source, LegacySessionStatus status, string? aheadId, CancellationToken cancellationToken)
    {
        if (aheadId is not null && status != LegacySessionStatus.Corrupt)
        {
            // The legacy session was signed out or has expired since the copy was made.
            await retry.RunAsync(token => table.DestroyAsync(aheadId, token), cancellationToken);
        }

        if (status == LegacySessionStatus.Corrupt)
        {
            log.Logger.LegacyRecordUnreadable(source.Name);
        }

        telemetry.Count(source, status switch
        {
            LegacySessionStatus.Expired => MigrationOutcome.Expired,
            LegacySessionStatus.Corrupt => MigrationOutcome.Corrupt,
            _ => MigrationOutcome.Missing,
        });
    }
}
