using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Contract;

namespace DynamoSession.Tests.Core;

/// <summary>How each <see cref="Situation"/> comes about.</summary>
public abstract partial class SessionTableFixture
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromMinutes(10);

    private protected async Task<Subject> BringAboutAsync(Situation situation)
    {
        var creation = CreationFor(situation);
        Assert.That(await Table.CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        if (situation == Situation.MigratedAndCommitted)
        {
            await CommitAsync(await LoadedAsync(creation.Id), ("other", SetText("x")));
        }

        var loaded = await LoadedAsync(creation.Id);
        loaded = situation == Situation.NeverWas ? UnderAnotherId(loaded) : loaded;
        var subject = new Subject(loaded, Lease(loaded.Id));
        await ChangeMeanwhileAsync(situation, subject);
        Clock.Advance(WaitFor(situation));
        if (situation == Situation.LeaseTakenOver)
        {
            await Table.AcquireAsync(Lease(subject.Id), default);
        }

        return subject;
    }

    private SessionCreation CreationFor(Situation situation)
    {
        (string, SessionValue) field = ("kept", Sample.Number(1));
        return situation switch
        {
            Situation.WithItsOwnIdleTimeout => new()
            {
                Id = Sample.NewId(),
                Fields = Sample.Fields(field),
                CreatedAt = Now,
                ExpiresAt = Now.AddMinutes(10),
                AbsoluteExpiresAt = Now.AddHours(24),
                IdleTimeout = TimeSpan.FromMinutes(10),
            },
            Situation.MigratedAhead => Migrated(with: Pending with { IsAhead = true }, fields: field),
            Situation.MigratedAndClosed => Migrated(with: Pending with { AcceptedUntil = Now.AddMinutes(1) }, fields: field),
            >= Situation.Migrated => Migrated(fields: field),
            _ => Sample.Creation(Now, fields: field),
        };
    }

    private Task ChangeMeanwhileAsync(Situation situation, Subject subject) => situation switch
    {
        Situation.CommittedMeanwhile => CommitAsync(subject.Loaded, ("other", SetText("x"))),
        Situation.ExtendedMeanwhile => Table.TouchAsync(subject.Id, subject.Loaded.IdleTimeout, Now.AddHours(1), default),
        Situation.IdleTimeoutSetMeanwhile => Table.CommitAsync(Commit(subject.Loaded, null, TimeSpan.FromMinutes(5), Now.AddMinutes(5)), default),
        Situation.LeasedToTheCaller or Situation.LeaseOfTheCallerOver or Situation.LeaseTakenOver => Table.AcquireAsync(subject.Lease, default),
        Situation.LeasedToAnother or Situation.LeaseOfAnotherOver => Table.AcquireAsync(Lease(subject.Id), default),
        Situation.LeaseGivenBack => AcquireAndReleaseAsync(subject.Lease),
        Situation.Destroyed or Situation.DestroyedAMinuteAgo or Situation.DestroyedLongAgo or Situation.MigratedAndDestroyed => Table.DestroyAsync(subject.Id, default),
        Situation.Fenced or Situation.FencedAMinuteAgo => Table.FenceAsync(Fence(subject.Loaded), default),
        Situation.MigratedAndCompleted => Table.DetachOriginAsync(subject.Id, default),
        _ => Task.CompletedTask,
    };

    private static TimeSpan WaitFor(Situation situation) => situation switch
    {
        Situation.LeaseOfTheCallerOver or Situation.LeaseOfAnotherOver or Situation.LeaseTakenOver => LeaseDuration,
        Situation.Expired or Situation.MigratedAndExpired => TimeSpan.FromMinutes(20),
        Situation.ExpiredLongAgo => TimeSpan.FromMinutes(20) + LongAgo,
        Situation.DestroyedAMinuteAgo or Situation.FencedAMinuteAgo or Situation.MigratedAndClosed => TimeSpan.FromMinutes(1),
        Situation.DestroyedLongAgo => LongAgo,
        _ => TimeSpan.Zero,
    };

    private async Task AcquireAndReleaseAsync(SessionLease lease)
    {
        await Table.AcquireAsync(lease, default);
        await Table.ReleaseAsync(lease, default);
    }

    private static SessionRecord UnderAnotherId(SessionRecord record) => new()
    {
        Id = Sample.NewId(),
        Fields = record.Fields,
        Version = record.Version,
        CreatedAt = record.CreatedAt,
        ExpiresAt = record.ExpiresAt,
        AbsoluteExpiresAt = record.AbsoluteExpiresAt,
        CommitTokens = record.CommitTokens,
    };
}
