namespace DynamoSession.Tests.Support.Contract;

/// <summary>What there is under an id. "Meanwhile" is after the caller has loaded it.</summary>
public enum Situation
{
    NeverWas,
    Live,
    WithItsOwnIdleTimeout,
    CommittedMeanwhile,
    ExtendedMeanwhile,
    IdleTimeoutSetMeanwhile,

    LeasedToTheCaller,
    LeasedToAnother,
    LeaseOfTheCallerOver,
    LeaseOfAnotherOver,
    LeaseTakenOver,
    LeaseGivenBack,

    Expired,
    ExpiredLongAgo,
    Destroyed,
    DestroyedAMinuteAgo,
    DestroyedLongAgo,
    Fenced,
    FencedAMinuteAgo,

    /// <summary>From here on the session comes from another store.</summary>
    Migrated,
    MigratedAhead,
    MigratedAndCommitted,
    MigratedAndClosed,
    MigratedAndCompleted,
    MigratedAndExpired,
    MigratedAndDestroyed,
}
