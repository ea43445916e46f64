namespace DynamoSession.AspNetCore;

/// <summary>The names of this package's metrics, for <c>AddMeter</c> and for queries.</summary>
public static class DynamoSessionMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "DynamoSession";

    /// <summary>
    /// A counter of requests with legacy cookies by outcome, with the tags <c>store</c> (<c>express</c>, <c>laravel</c>, <c>cache</c>) and
    /// <c>outcome</c> (<c>migrated</c>, <c>reopened</c>, <c>completed</c>, <c>refused</c>, <c>ended</c>, <c>missing</c>, <c>expired</c>,
    /// <c>corrupt</c>).
    /// </summary>
    public const string Migrations = "dynamosession.migrations";
}
