namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>The names of the attributes of metrics and spans: OpenTelemetry's where there is one.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/database/dynamodb/">Semantic conventions for AWS DynamoDB</seealso>
internal static class TelemetryAttributes
{
    public const string System = "db.system.name";
    public const string DynamoDb = "aws.dynamodb";
    public const string Table = "db.collection.name";
    public const string Call = "db.operation.name";
    public const string TableNames = "aws.dynamodb.table_names";
    public const string ErrorType = "error.type";

    public const string Operation = "dynamosession.operation";
    public const string Outcome = "dynamosession.outcome";
    public const string Reason = "dynamosession.reason";
    public const string Scope = "dynamosession.scope";
    public const string Store = "dynamosession.store";
    public const string Units = "dynamosession.units";
}
