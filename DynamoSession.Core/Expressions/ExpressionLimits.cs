namespace DynamoSession.Core.Expressions;

/// <summary>How much fits into one update expression.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">DynamoDB constraints</seealso>
internal static class ExpressionLimits
{
    /// <summary>The most paths of fields. DynamoDB allows 300 operators and functions per expression; the record's own attributes need some of them.</summary>
    public const int MaxPaths = 250;

    /// <summary>The most bytes. DynamoDB allows 4,096 bytes per expression.</summary>
    public const int MaxBytes = 4_000;
}
