namespace DynamoSession.AspNetCore;

/// <summary>The names of this package's spans, for <c>AddSource</c> and for queries. <c>docs/telemetry.md</c> lists their attributes.</summary>
public static class DynamoSessionTracing
{
    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "DynamoSession";

    /// <summary>The name of the span around a load.</summary>
    public const string LoadSpan = "session load";

    /// <summary>The name of the span around a commit.</summary>
    public const string CommitSpan = "session commit";
}
