namespace DynamoSession.Tests.Support.Contract;

/// <summary>What a caller tries on an id.</summary>
public enum Attempt
{
    Load,
    LoadEventually,
    Acquire,

    /// <summary>Releases its lease, after which another request tries to acquire one.</summary>
    Release,

    Create,
    CreateReplacingEnded,
    CreateMigrated,
    CreateMigratedAgain,

    Commit,
    CommitVeryMany,
    CommitAll,
    CommitUnlessChanged,
    CommitVeryManyUnlessChanged,
    CommitUnderLease,

    Touch,
    CompleteMigration,
    Fence,
    FenceUnderLease,
    Destroy,
}
