namespace DynamoSession.AspNetCore.Commits;

/// <summary>When in a request a commit is made.</summary>
internal enum CommitMoment
{
    /// <summary>The application has asked for it; more may follow.</summary>
    Explicit,

    /// <summary>Before the response starts.</summary>
    BeforeResponse,

    /// <summary>After the response has ended, for what was marked after it had started.</summary>
    AfterResponse,
}
