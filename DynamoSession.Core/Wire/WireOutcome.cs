namespace DynamoSession.Core.Wire;

/// <summary>What came of a request.</summary>
internal enum WireOutcome
{
    /// <summary>Nothing that may be used. The request may have been carried out. The SDK has to make the same call.</summary>
    Unanswered,

    /// <summary>DynamoDB has carried the request out.</summary>
    Succeeded,

    /// <summary>The condition of the write is not met, so nothing was written.</summary>
    ConditionFailed,

    /// <summary>DynamoDB refuses the request, and would refuse it again. Nothing was written.</summary>
    Refused,
}
