namespace DynamoSession.Core;

/// <summary>A session table without a DynamoDB table that this package could create: it is in memory, or belongs to another application.</summary>
internal interface INeedsNoTableCreation;
