namespace DynamoSession.Core.Migration;

/// <summary>The DynamoDB stores for express-session, by their npm packages.</summary>
public enum ExpressFormat
{
    /// <summary>Whatever the record looks like; every store's default key is tried.</summary>
    Automatic,

    /// <summary><c>connect-dynamodb</c>, 1.0 to 3.0: <c>sess:</c> before the id, JSON text in <c>sess</c>.</summary>
    ConnectDynamoDb,

    /// <summary><c>@pwrdrvr/dynamodb-session-store</c>: <c>session#</c> before the id, a Map in <c>sess</c>.</summary>
    PwrDrvr,

    /// <summary><c>connect-dynamodb-session</c>: the bare id, JSON text in <c>content</c>.</summary>
    ConnectDynamoDbSession,

    /// <summary><c>serverless-dynamodb-session-store</c>: the bare id in <c>sessionId</c>, JSON text in <c>session_data</c>.</summary>
    ServerlessDynamoDbSessionStore,

    /// <summary><c>dynamodb-store</c>: <c>sess:</c> before the id in <c>sessionId</c>, a Map in <c>sess</c>.</summary>
    DynamoDbStore,
}
