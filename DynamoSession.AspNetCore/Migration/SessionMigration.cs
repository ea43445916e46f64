using DynamoSession.AspNetCore.Sessions;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>
/// Lets sessions of other packages go on here. The old record stays until the new cookie has come back, because an answer may get
/// lost; until then both cookies open the one new session, whose id is derived from the old one.
/// </summary>
internal sealed class SessionMigration(SessionServices services, IEnumerable<IMigrationSource> sources, MigrationTelemetry telemetry)
{
    // What a creation conflicts with is there to be loaded; a second conflict means that it has ended in between.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan LateFor = TimeSpan.FromSeconds(60);

    private readonly IMigrationSource[] _sources = [.. sources];

    /// <summary>Gets whether the application migrates from anywhere.</summary>
    public bool IsConfigured => _sources.Length > 0;

    /// <summary>Finds or makes the session that the request's old cookie stands for.</summary>
    /// <returns>Null when there is no old cookie, or none that ever led to a session.</returns>
    /// <exception cref="SessionStoreException">The table or the old store failed.</exception>
    public async Task<Admission?> AdmitAsync(HttpContext context)
    {
        Admission? ended = null;
        foreach (var source in _sources)
        {
            var cookie = source.Read(context);
            if (cookie.Id is { } legacyId)
            {
                var admission = await services.WithDeadlineAsync("migration", token => AdmitAsync(source, legacyId, token), CancellationToken.None);
                if (admission is { Secret: not null })
                {
                    return admission;
                }

                // The cookie of another package may open a session.
                ended ??= admission;
            }
            else if (cookie.IsPresent)
            {
                telemetry.Count(source, MigrationOutcome.Refused);
            }
        }

        return ended;
    }

    /// <summary>Removes the old record of a session that is about to end or to get a new id, so that nothing revives it.</summary>
    /// <exception cref="SessionStoreException">The old store failed.</exception>
    public async Task RemoveLegacyAsync(SessionOrigin? origin, CancellationToken cancellationToken)
    {
        if (origin?.LegacyId is not { } legacyId)
        {
            return;
        }

        if (Array.Find(_sources, source => source.Name == origin.Store) is not { } source)
        {
            services.Logger.MigrationUnknown(origin.Store);
            return;
        }

        await services.RetryAsync(
            async token =>
            {
                await source.Store.DeleteAsync(legacyId, token).WaitAsync(token);
                return true;
            },
            cancellationToken);
        telemetry.Count(source, MigrationOutcome.Completed);
    }

    /// <summary>Fences the old record of a session whose new cookie has come back. A failure is tried again with the next request.</summary>
    public async Task CompleteAsync(SessionRecord record)
    {
        try
        {
            await services.WithDeadlineAsync(
                "migration",
                async token =>
                {
                    await RemoveLegacyAsync(record.Origin, token);
                    return await services.RetryAsync(retry => services.Table.RequireOrigins().DetachOriginAsync(record.Id, retry), token);
                },
                CancellationToken.None);
            services.Logger.MigrationCompleted(new SessionTag(record.Id, services.Identity));
        }
        catch (SessionStoreException exception)
        {
            services.Logger.MigrationNotCompleted(new SessionTag(record.Id, services.Identity), exception);
        }
    }

    private async Task<Admission?> AdmitAsync(IMigrationSource source, string legacyId, CancellationToken cancellationToken)
    {
        var secret = MigratedSessionId.DeriveSecret(source.Options.MigrationKey, source.Name, legacyId);
        var id = services.Identity.TableIdOf(secret);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var loaded = await services.Table.LoadAsync(id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken);
            switch (loaded)
            {
                case { Status: SessionLoadStatus.Dead }:
                    telemetry.Count(source, MigrationOutcome.Ended);
                    return new Admission(source, new SessionOrigin { Store = source.Name }, Secret: null, WasDead: true);
                case { Record: { Origin: not { IsAhead: true } } record }:
                    return await ReopenAsync(source, record, secret, cancellationToken);
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

            var creation = MapperOf(source).ToCreation(id, legacyId, session, services.Clock.GetUtcNow());
            SessionWriteStatus status;
            try
            {
                status = await services.RetryAsync(token => services.Table.CreateAsync(creation, token), cancellationToken);
            }
            catch (SessionTooLargeException exception)
            {
                // It never will fit, and an error would lock its user out of every page.
                services.Logger.LegacySessionTooLarge(source.Name, exception);
                telemetry.Count(source, MigrationOutcome.Corrupt);
                return null;
            }

            if (status != SessionWriteStatus.Conflict)
            {
                telemetry.Count(source, MigrationOutcome.Migrated);
                services.Logger.SessionMigrated(new SessionTag(id, services.Identity), source.Name, session.Fields.Count, session.Problems.Count);
                foreach (var problem in session.Problems)
                {
                    services.Logger.FieldNotMigrated(new SessionTag(id, services.Identity), problem.Field, problem.Reason);
                }

                return new Admission(source, creation.Origin!, secret, WasDead: false);
            }
        }

        // What holds the id is a tombstone past its time.
        telemetry.Count(source, MigrationOutcome.Ended);
        return null;
    }

    /// <summary>A run over the whole table may have made the copy final since it was loaded, and only then removed the old record.</summary>
    private async Task<bool> IsStillAheadAsync(string id, CancellationToken cancellationToken)
    {
        var loaded = await services.Table.LoadAsync(id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken);
        return loaded.Record is { Origin.IsAhead: true };
    }

    private LegacySessionMapper MapperOf(IMigrationSource source) => new()
    {
        Store = source.Name,
        IdleTimeout = services.Options.IdleTimeout,
        AbsoluteTimeout = services.Options.AbsoluteTimeout,
        Grace = source.Options.Grace,
    };

    /// <summary>An earlier request with the old cookie has migrated it. Its answer may have got lost, or be on its way.</summary>
    private async Task<Admission> ReopenAsync(IMigrationSource source, SessionRecord record, string secret, CancellationToken cancellationToken)
    {
        var now = services.Clock.GetUtcNow();
        var origin = record.Origin ?? new SessionOrigin { Store = source.Name };
        if (origin.LegacyId is not null && origin.OpensUntil > now)
        {
            telemetry.Count(source, MigrationOutcome.Reopened);
            return new Admission(source, origin, secret, WasDead: false);
        }

        if (origin.LegacyId is not null)
        {
            await RemoveLegacyAsync(origin, cancellationToken);
            await services.RetryAsync(token => services.Table.RequireOrigins().DetachOriginAsync(record.Id, token), cancellationToken);
        }

        telemetry.Count(source, MigrationOutcome.Ended);
        return new Admission(source, origin, Secret: null, WasDead: origin.CompletedAt + LateFor > now);
    }

    private async Task RefuseAsync(IMigrationSource source, LegacySessionStatus status, string? aheadId, CancellationToken cancellationToken)
    {
        if (aheadId is not null && status != LegacySessionStatus.Corrupt)
        {
            // It was signed out, or expired, over there after the copy was made.
            await services.RetryAsync(token => services.Table.DestroyAsync(aheadId, token), cancellationToken);
        }

        if (status == LegacySessionStatus.Corrupt)
        {
            services.Logger.LegacyRecordUnreadable(source.Name);
        }

        telemetry.Count(source, status switch
        {
            LegacySessionStatus.Expired => MigrationOutcome.Expired,
            LegacySessionStatus.Corrupt => MigrationOutcome.Corrupt,
            _ => MigrationOutcome.Missing,
        });
    }
}
