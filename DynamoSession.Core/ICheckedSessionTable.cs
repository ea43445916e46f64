namespace DynamoSession.Core;

/// <summary>An optional capability of a table: it is in DynamoDB, where more can be checked than its sessions.</summary>
internal interface ICheckedSessionTable
{
    SessionTableCheck Check { get; }
}
