using System.Globalization;
using DynamoSession.Core;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>How an application is set up, as it finds it in its environment.</summary>
internal sealed record ApplicationSettings
{
    private const string TableVariable = "BENCHMARKS_TABLE";
    private const string RedisVariable = "BENCHMARKS_REDIS";
    private const string IdleVariable = "BENCHMARKS_IDLE_SECONDS";
    private const string TouchVariable = "BENCHMARKS_TOUCH_SECONDS";
    private const string ConsistencyVariable = "BENCHMARKS_CONSISTENCY";

    public string Table { get; init; } = "sessions";

    public string Redis { get; init; } = "";

    /// <summary>Gets how long a session lives unused. It is so long that no session is extended while it is measured: what that costs is counted by itself.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(10);

    /// <summary>Gets DynamoSession's <c>TouchAfter</c>; null for the default.</summary>
    public TimeSpan? TouchAfter { get; init; }

    public SessionConsistency Consistency { get; init; } = SessionConsistency.Strong;

    public static ApplicationSettings FromEnvironment() => new()
    {
        Table = Variable(TableVariable),
        Redis = Variable(RedisVariable),
        IdleTimeout = Seconds(Variable(IdleVariable)),
        TouchAfter = Variable(TouchVariable) is { Length: > 0 } touchAfter ? Seconds(touchAfter) : null,
        Consistency = Enum.Parse<SessionConsistency>(Variable(ConsistencyVariable)),
    };

    public Dictionary<string, string> ToEnvironment() => new()
    {
        [TableVariable] = Table,
        [RedisVariable] = Redis,
        [IdleVariable] = Seconds(IdleTimeout),
        [TouchVariable] = TouchAfter is { } touchAfter ? Seconds(touchAfter) : "",
        [ConsistencyVariable] = $"{Consistency}",
    };

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
