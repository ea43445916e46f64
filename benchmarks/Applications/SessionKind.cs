namespace DynamoSession.Benchmarks.Applications;

/// <summary>What keeps the sessions of an application.</summary>
internal enum SessionKind
{
    /// <summary>There are none.</summary>
    None,

    /// <summary><c>UseDynamoSession</c>, whose calls are made without the SDK.</summary>
    DynamoSession,

    /// <summary><c>UseDynamoSession</c>, whose calls the SDK makes.</summary>
    DynamoSessionBySdk,

    /// <summary><c>UseSession</c> over a cache in memory.</summary>
    MicrosoftInMemory,

    /// <summary><c>UseSession</c> over Redis.</summary>
    MicrosoftOnRedis,

    /// <summary><c>UseSession</c> over <see cref="AwsProviderCache"/>.</summary>
    MicrosoftOnDynamoDb,

    /// <summary>express-session over @pwrdrvr/dynamodb-session-store.</summary>
    ExpressPwrDrvr,

    /// <summary>express-session over connect-dynamodb.</summary>
    ExpressConnectDynamoDb,
}
