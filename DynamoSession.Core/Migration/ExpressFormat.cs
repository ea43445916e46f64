namespace DynamoSession.Core.Migration;

/// <summary>The DynamoDB session stores for express-session, by npm package.</summary>
public enum ExpressFormat
{
    /// <summary>Detects the format of each record, and tries the default key of every store.</summary>
    Automatic,

    /// <summary><c>connect-dynamodb</c>, 1.0 to 3.0: keys with the prefix <c>sess:</c>, JSON text in <c>sess</c>.</summary>
    ConnectDynamoDb,

    /// <summary><c>@pwrdrvr/dynamodb-session-store</c>: keys with the prefix <c>session#</c>, a Map in <c>sess</c>, or the JSON text of <c>connect-dynamodb</c>.</summary>
    PwrDrvr,

    /// <summary><c>connect-dynamodb-session</c>: keys without a prefix, JSON text in <c>content</c>.</summary>
    ConnectDynamoDbSession,

    /// <summary><c>serverless-dynamodb-session-store</c>: keys without a prefix in <c>sessionId</c>, JSON text in <c>session_data</c>.</summary>
    ServerlessDynamoDbSessionStore,

    /// <summary><c>dynamodb-store</c>: keys with the prefix <c>sess:</c> in <c>sessionId</c>, a Map in <c>sess</c>.</summary>
    DynamoDbStore,
}
