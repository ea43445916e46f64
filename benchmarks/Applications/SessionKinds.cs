namespace DynamoSession.Benchmarks.Applications;

/// <summary>What the tables have to know about each kind of sessions.</summary>
internal static class SessionKinds
{
    /// <summary>Returns how long after its response a request may still call its store: Microsoft's session is written after the response.</summary>
    public static TimeSpan CommitAfterResponse(SessionKind kind) =>
        kind is SessionKind.MicrosoftInMemory or SessionKind.MicrosoftOnRedis or SessionKind.MicrosoftOnDynamoDb ? TimeSpan.FromMilliseconds(300) : TimeSpan.Zero;

    /// <summary>Returns whether such sessions are in DynamoDB.</summary>
    public static bool AreOnDynamoDb(SessionKind kind) => kind is not (SessionKind.None or SessionKind.MicrosoftInMemory or SessionKind.MicrosoftOnRedis);

    public static string NameOf(SessionKind kind) => kind switch
    {
        SessionKind.None => "none",
        SessionKind.DynamoSession => "DynamoSession, without the SDK",
        SessionKind.DynamoSessionBySdk => "DynamoSession, by the SDK",
        SessionKind.MicrosoftInMemory => "Microsoft's, in memory",
        SessionKind.MicrosoftOnRedis => "Microsoft's, on Redis",
        SessionKind.MicrosoftOnDynamoDb => "Microsoft's, with the calls of AWS's provider",
        SessionKind.ExpressPwrDrvr => "Express, @pwrdrvr/dynamodb-session-store",
        _ => "Express, connect-dynamodb",
    };
}
