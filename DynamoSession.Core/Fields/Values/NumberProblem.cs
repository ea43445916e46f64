namespace DynamoSession.Core.Fields.Values;

/// <summary>Why a text is no number that DynamoDB can keep.</summary>
internal enum NumberProblem
{
    None,
    Malformed,
    TooManyDigits,
    TooLarge,
    TooSmall,
}
