namespace DynamoSession.Tests.Support.Aws;

/// <summary>Where an application's DynamoDB client comes from.</summary>
public enum SessionClient
{
    /// <summary>None is registered, so that DynamoSession creates one.</summary>
    Own,

    /// <summary>The application's, with <c>SessionDynamoDbClient.CreateConfig()</c>.</summary>
    Configured,

    /// <summary>The application's, with the SDK's settings.</summary>
    Foreign,
}
