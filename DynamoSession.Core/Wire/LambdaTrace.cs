namespace DynamoSession.Core.Wire;

/// <summary>The trace header that the SDK sends in a Lambda function, by which Lambda detects functions that call themselves.</summary>
/// <param name="variable">Reads a variable of the environment.</param>
internal sealed class LambdaTrace(Func<string, string?> variable)
{
    public const string Header = "X-Amzn-Trace-Id";

    // The SDK encodes other characters.
    private const string Punctuation = "-=;:+&[]{}\"',";

    private readonly bool _isInLambda = variable("AWS_LAMBDA_FUNCTION_NAME") is { Length: > 0 };

    /// <summary>Gets whether the header's value is known. In a function with several requests at a time, each has its own.</summary>
    public bool IsKnown => !_isInLambda || variable("AWS_LAMBDA_MAX_CONCURRENCY") is not { Length: > 0 };

    /// <returns><see langword="null"/> if there is nothing to send.</returns>
    /// <exception cref="FormatException">The value would have to be encoded.</exception>
    public string? Current() =>
        !_isInLambda || variable("_X_AMZN_TRACE_ID") is not { Length: > 0 } value ? null
        : value.All(character => char.IsAsciiLetterOrDigit(character) || Punctuation.Contains(character)) ? value
        : throw new FormatException("The trace id has characters that have to be encoded.");
}
