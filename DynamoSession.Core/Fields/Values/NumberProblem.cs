namespace DynamoSession.Core.Fields.Values;

/// <summary>Why DynamoDB cannot store a number.</summary>
internal enum NumberProblem
{
    None,
    Malformed,
    TooManyDigits,
    TooLarge,
    TooSmall,
}
