namespace DynamoSession.Tests.Support.Telemetry;

/// <summary>One measurement of an instrument.</summary>
/// <param name="Instrument">The name of the instrument.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Tags">The attributes.</param>
internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public string? this[string tag] => Tags.GetValueOrDefault(tag) as string;

    /// <summary>Gets the outcome, with the type of the error if there is one.</summary>
    public string Outcome => this["error.type"] is { } error ? $"{this["dynamosession.outcome"]}: {error}" : $"{this["dynamosession.outcome"]}";
}
