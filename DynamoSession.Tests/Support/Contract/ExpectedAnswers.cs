using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Contract;

/// <summary>
/// What <see cref="ISessionTable"/> promises: how each attempt is answered in each situation. Attempts that always get the same answer
/// share a column.
/// </summary>
internal static class ExpectedAnswers
{
    private const string LooksAndLeases = """
                                 Load+LoadEventually  Acquire  Release
        NeverWas                 Missing              Missing  Missing
        Live                     Live                 Live     Live
        WithItsOwnIdleTimeout    Live                 Live     Live
        CommittedMeanwhile       Live                 Live     Live
        ExtendedMeanwhile       Live                 Live     Live
        IdleTimeoutSetMeanwhile  Live                 Live     Live
        LeasedToTheCaller        Live                 Live     Live
        LeasedToAnother          Live                 Leased   Leased
        LeaseOfTheCallerOver     Live                 Live     Live
        LeaseOfAnotherOver       Live                 Live     Live
        LeaseTakenOver           Live                 Leased   Leased
        LeaseGivenBack           Live                 Live     Live
        Expired                  Expired              Expired  Expired
        ExpiredLongAgo           Expired              Expired  Expired
        Destroyed                Dead                 Dead     Dead
        DestroyedAMinuteAgo      Missing              Missing  Missing
        DestroyedLongAgo         Missing              Missing  Missing
        Fenced                  Dead                 Dead     Dead
        FencedAMinuteAgo        Missing              Missing  Missing
        Migrated                 Live                 Live     Live
        MigratedAhead            Live                 Live     Live
        MigratedAndCommitted     Live                 Live     Live
        MigratedAndClosed        Live                 Live     Live
        MigratedAndCompleted     Live                 Live     Live
        MigratedAndExpired       Expired              Expired  Expired
        MigratedAndDestroyed     Dead                 Dead     Dead
        """;

    // An id is used once. An ended session is replaced on request; a migrated one may also follow what has expired (not what was ended),
    // a copy made ahead of time, and on request a session without commits while the legacy cookie opens it.
    private const string Creations = """
                                 Create    CreateReplacingEnded  CreateMigrated  CreateMigratedAgain
        NeverWas                 Applied   Applied               Applied         Applied
        Live                     Conflict  Conflict              Conflict        Conflict
        WithItsOwnIdleTimeout    Conflict  Conflict              Conflict        Conflict
        CommittedMeanwhile       Conflict  Conflict              Conflict        Conflict
        ExtendedMeanwhile       Conflict  Conflict              Conflict        Conflict
        IdleTimeoutSetMeanwhile  Conflict  Conflict              Conflict        Conflict
        LeasedToTheCaller        Conflict  Conflict              Conflict        Conflict
        LeasedToAnother          Conflict  Conflict              Conflict        Conflict
        LeaseOfTheCallerOver     Conflict  Conflict              Conflict        Conflict
        LeaseOfAnotherOver       Conflict  Conflict              Conflict        Conflict
        LeaseTakenOver           Conflict  Conflict              Conflict        Conflict
        LeaseGivenBack           Conflict  Conflict              Conflict        Conflict
        Expired                  Conflict  Applied               Applied         Applied
        ExpiredLongAgo           Conflict  Applied               Applied         Applied
        Destroyed                Conflict  Applied               Conflict        Conflict
        DestroyedAMinuteAgo      Conflict  Applied               Conflict        Conflict
        DestroyedLongAgo         Conflict  Applied               Conflict        Conflict
        Fenced                  Conflict  Applied               Conflict        Conflict
        FencedAMinuteAgo        Conflict  Applied               Conflict        Conflict
        Migrated                 Conflict  Conflict              Conflict        Applied
        MigratedAhead            Conflict  Conflict              Applied         Applied
        MigratedAndCommitted     Conflict  Conflict              Conflict        Conflict
        MigratedAndClosed        Conflict  Conflict              Conflict        Conflict
        MigratedAndCompleted     Conflict  Conflict              Conflict        Conflict
        MigratedAndExpired       Conflict  Applied               Applied         Applied
        MigratedAndDestroyed     Conflict  Applied               Conflict        Conflict
        """;

    // Only what is asked for can be lost: the version or the lease.
    private const string Commits = """
                                 Commit+CommitVeryMany+CommitAll  CommitUnlessChanged+CommitVeryManyUnlessChanged  CommitUnderLease
        NeverWas                 Missing                          Missing                                          Missing
        Live                     Applied                          Applied                                          Conflict
        WithItsOwnIdleTimeout    Applied                          Applied                                          Conflict
        CommittedMeanwhile       Applied                          Conflict                                         Conflict
        ExtendedMeanwhile       Applied                          Applied                                          Conflict
        IdleTimeoutSetMeanwhile  Applied                          Conflict                                         Conflict
        LeasedToTheCaller        Applied                          Applied                                          Applied
        LeasedToAnother          Applied                          Applied                                          Conflict
        LeaseOfTheCallerOver     Applied                          Applied                                          Applied
        LeaseOfAnotherOver       Applied                          Applied                                          Conflict
        LeaseTakenOver           Applied                          Applied                                          Conflict
        LeaseGivenBack           Applied                          Applied                                          Conflict
        Expired                  Expired                          Expired                                          Expired
        ExpiredLongAgo           Expired                          Expired                                          Expired
        Destroyed                Dead                             Dead                                             Dead
        DestroyedAMinuteAgo      Missing                          Missing                                          Missing
        DestroyedLongAgo         Missing                          Missing                                          Missing
        Fenced                  Dead                             Dead                                             Dead
        FencedAMinuteAgo        Missing                          Missing                                          Missing
        Migrated                 Applied                          Applied                                          Conflict
        MigratedAhead            Applied                          Applied                                          Conflict
        MigratedAndCommitted     Applied                          Applied                                          Conflict
        MigratedAndClosed        Applied                          Applied                                          Conflict
        MigratedAndCompleted     Applied                          Applied                                          Conflict
        MigratedAndExpired       Expired                          Expired                                          Expired
        MigratedAndDestroyed     Dead                             Dead                                             Dead
        """;

    // What has expired can still be ended for good, so that no migration replaces it.
    private const string TouchesAndEnds = """
                                 Touch           CompleteMigration  Fence    FenceUnderLease  Destroy
        NeverWas                 Missing         Missing            Missing   Missing           False
        Live                     Applied         AlreadyApplied     Applied   Conflict          True
        WithItsOwnIdleTimeout    Applied         AlreadyApplied     Applied   Conflict          True
        CommittedMeanwhile       Applied         AlreadyApplied     Conflict  Conflict          True
        ExtendedMeanwhile       AlreadyApplied  AlreadyApplied     Applied   Conflict          True
        IdleTimeoutSetMeanwhile  Conflict        AlreadyApplied     Conflict  Conflict          True
        LeasedToTheCaller        Applied         AlreadyApplied     Applied   Applied           True
        LeasedToAnother          Applied         AlreadyApplied     Applied   Conflict          True
        LeaseOfTheCallerOver     Applied         AlreadyApplied     Applied   Applied           True
        LeaseOfAnotherOver       Applied         AlreadyApplied     Applied   Conflict          True
        LeaseTakenOver           Applied         AlreadyApplied     Applied   Conflict          True
        LeaseGivenBack           Applied         AlreadyApplied     Applied   Conflict          True
        Expired                  Expired         Expired            Expired   Expired           True
        ExpiredLongAgo           Expired         Expired            Expired   Expired           True
        Destroyed                Dead            Dead               Dead      Dead              False
        DestroyedAMinuteAgo      Missing         Missing            Missing   Missing           False
        DestroyedLongAgo         Missing         Missing            Missing   Missing           False
        Fenced                  Dead            Dead               Dead      Dead              False
        FencedAMinuteAgo        Missing         Missing            Missing   Missing           False
        Migrated                 Applied         Applied            Applied   Conflict          True
        MigratedAhead            Applied         Applied            Applied   Conflict          True
        MigratedAndCommitted     Applied         Applied            Applied   Conflict          True
        MigratedAndClosed        Applied         Applied            Applied   Conflict          True
        MigratedAndCompleted     Applied         AlreadyApplied     Applied   Conflict          True
        MigratedAndExpired       Expired         Expired            Expired   Expired           True
        MigratedAndDestroyed     Dead            Dead               Dead      Dead              False
        """;

    private static readonly Dictionary<(Situation, Attempt), string> Answers =
        new[] { LooksAndLeases, Creations, Commits, TouchesAndEnds }.SelectMany(Parse).ToDictionary(cell => cell.Key, cell => cell.Value);

    /// <summary>Returns the answer to an attempt in a situation; every pair has one.</summary>
    public static string Of(Situation situation, Attempt attempt) => Answers[(situation, attempt)];

    private static IEnumerable<KeyValuePair<(Situation, Attempt), string>> Parse(string table)
    {
        var lines = table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return
            from line in lines.Skip(1)
            from column in lines[0].Zip(line.Skip(1))
            from attempt in column.First.Split('+')
            select KeyValuePair.Create((Enum.Parse<Situation>(line[0]), Enum.Parse<Attempt>(attempt)), column.Second);
    }
}
