namespace DynamoSession.AspNetCore.Commits;

/// <summary>The point in a request at which a commit is made.</summary>
internal enum CommitMoment
{
    /// <summary>When the application calls for it; more commits may follow.</summary>
    Explicit,

    /// <summary>Before the response starts.</summary>
    BeforeResponse,

    /// <summary>After the response has ended, for changes made after it had started.</summary>
    AfterResponse,
}
