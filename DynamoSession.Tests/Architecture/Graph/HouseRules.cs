namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>The allowed dependencies between folders, as in docs/architecture.md.</summary>
internal static class HouseRules
{
    // "Core/*" means the files in that folder, "Core/Fields/**" those below it too; anything else is one file.
    private const string CoreApi = "Core/*";
    private const string Fields = "Core/Fields/**";
    private const string Identifiers = "Core/Identifiers/**";
    private const string CoreCalls = "Core/Calls/**";
    private const string Connections = "Core/Connections/**";
    private const string Wire = "Core/Wire/**";
    private const string Records = "Core/Records/**";
    private const string Expressions = "Core/Expressions/**";
    private const string DynamoDb = "Core/DynamoDb/**";
    private const string Retries = "Core/Retries/**";
    private const string CoreMigration = "Core/Migration/**";
    private const string CoreSharing = "Core/Sharing/**";
    private const string CoreEvents = "Core/Events/**";
    private const string Capacity = "Core/Capacity/**";
    private const string Scans = "Core/Scans/**";
    private const string Users = "Core/Users/**";
    private const string CoreDirectory = "Core/Directory/**";

    private const string Api = "AspNetCore/*";
    private const string Identity = "AspNetCore/Identity/**";
    private const string Cookies = "AspNetCore/Cookies/**";
    private const string Policies = "AspNetCore/Policies/**";
    private const string State = "AspNetCore/State/**";
    private const string Telemetry = "AspNetCore/Telemetry/**";
    private const string Calls = "AspNetCore/Calls/**";
    private const string Loading = "AspNetCore/Loading/**";
    private const string Commits = "AspNetCore/Commits/**";
    private const string Pipeline = "AspNetCore/Pipeline/**";
    private const string Registration = "AspNetCore/Registration/**";
    private const string Configuration = "AspNetCore/Configuration/**";
    private const string SignIn = "AspNetCore/SignIn/**";
    private const string UseSession = "AspNetCore/UseSession/**";
    private const string Migration = "AspNetCore/Migration/**";
    private const string Sharing = "AspNetCore/Sharing/**";
    private const string Testing = "AspNetCore/Testing/**";
    private const string Health = "AspNetCore/Health/**";
    private const string Inspector = "AspNetCore/Inspector/**";

    private static readonly string[] CorePort = [CoreApi, Fields, Identifiers];
    private static readonly string[] Native = [.. CorePort, Api, Identity, Cookies, Policies, State, Telemetry, Calls, Loading, Commits, Pipeline];

    /// <summary>Gets the rules: the first whose files fit is a file's rule. Every file may use what its own rule is about.</summary>
    public static IReadOnlyList<(string Files, string[] MayUse)> Directions { get; } =
    [
        // Values and their codec know nothing about sessions, except for the exceptions that they throw.
        (Fields, ["Core/SessionException", "Core/SessionFieldTypeException", "Core/SessionTooLargeException"]),
        (Identifiers, []),
        (Retries, ["Core/SessionStoreException"]),
        (Capacity, []),
        (Scans, []),
        (CoreCalls, []),
        (Connections, []),
        // JSON in, JSON out: it knows nothing about sessions.
        (Wire, [CoreCalls, Connections, "Core/Identifiers/Sha256"]),
        (Records, CorePort),
        (Expressions, [.. CorePort, Records]),
        (DynamoDb, [.. CorePort, Records, Expressions, CoreCalls, Wire]),
        // A user's item stands beside the sessions' items.
        (Users, [.. CorePort, Records, Expressions, CoreCalls, DynamoDb]),
        (CoreDirectory, [.. CorePort, Records, CoreCalls, DynamoDb, Capacity, Retries, Scans]),
        // The tables and directories of the native session stand beside the ports that they implement.
        (CoreApi, [Fields, Identifiers, Records, Expressions, DynamoDb, Wire, Retries, Connections, Scans, Users, CoreDirectory]),
        (CoreMigration, [CoreApi, Fields, Identifiers, Records, Expressions, CoreCalls, DynamoDb, Capacity, Retries]),
        // A shared record is an Express record, which migration reads too.
        (CoreSharing, [CoreApi, Fields, Identifiers, Records, Expressions, CoreCalls, DynamoDb, Retries, CoreMigration]),
        // The stream holds items, which are read like those that are loaded.
        (CoreEvents, [CoreApi, Fields, Records, DynamoDb]),

        (Identity, [.. CorePort, Api]),
        (Cookies, [.. CorePort, Api, Identity]),
        (Policies, [.. CorePort, Api]),
        (State, [.. CorePort, Api, Identity, Cookies, Policies]),
        // What items cost is known where the calls are made.
        (Telemetry, [.. CorePort, Records, DynamoDb, Api]),
        (Calls, ["Core/Calls/TimeLimits", .. CorePort, Api, Identity, Telemetry]),
        (Loading, [.. CorePort, Users, Api, Identity, Cookies, State, Telemetry, Calls]),
        (Commits, [.. CorePort, Retries, Api, Identity, Cookies, Policies, State, Telemetry, Calls, Loading]),
        (Pipeline, [.. CorePort, Api, Identity, Cookies, Policies, State, Telemetry, Calls, Loading, Commits]),
        // Rules for options that every registration checks.
        (Configuration, [.. CorePort, Api, Identity, Cookies, State]),
        (Registration, [.. Native, Configuration, Wire]),

        // Puts together what every application gets.
        ("AspNetCore/DynamoSessionServiceCollectionExtensions", [.. Native, Wire, Registration, Configuration, SignIn, UseSession, Inspector]),
        (Api, [.. Native, Registration, Configuration]),

        // Features that plug in from outside.
        (SignIn, Native),
        (UseSession, Native),
        (Migration, [.. Native, Registration, Configuration, CoreCalls, CoreMigration]),
        // An Express application's cookie and table are read by both.
        (Sharing, [.. Native, Registration, Configuration, Migration, CoreMigration, CoreSharing]),
        // ServerClock is what a table's check shows of a client.
        (Health, [.. Native, Registration, "Core/DynamoDb/ServerClock"]),
        // It shows items as they are stored.
        (Inspector, [.. CorePort, Records, CoreCalls, DynamoDb, Api, Identity, Cookies, Policies, Telemetry, Calls, Registration]),
        (Testing, [.. Native, Registration]),
    ];

    /// <summary>Gets the types that are one thing in several files, and may use each other in a circle.</summary>
    public static IReadOnlyList<(string Wrapper, string[] Types)> Wrappers { get; } =
    [
        // Each feature asks the gate before it lets anything out, and the gate creates the features.
        ("CommitGate with the features it wraps",
        [
            "CommitGate", "GatedConnectFeature", "GatedFeatures", "GatedStream", "GatedUpgradeFeature", "GatedWebSocketFeature", "GatedWriter",
        ]),
    ];

    /// <summary>Returns the wrapper that a file is part of, or the file.</summary>
    public static string WrapperOf(string file)
    {
        var type = file[(file.LastIndexOf('/') + 1)..];
        return Wrappers.FirstOrDefault(wrapper => wrapper.Types.Contains(type)) is { Wrapper: { } name } ? $"{House.FolderOf(file)}/{name}" : file;
    }

    /// <summary>Returns the edges between files that no rule allows, and files without a rule.</summary>
    public static IEnumerable<Dependency> Violations(DependencyGraph files, IReadOnlyList<(string Files, string[] MayUse)> directions)
    {
        foreach (var file in files.Nodes.Where(file => !directions.Any(rule => Fits(rule.Files, file))))
        {
            yield return new Dependency(file, "nothing", "it has no rule of direction");
        }

        foreach (var edge in files.Edges)
        {
            var rule = directions.FirstOrDefault(rule => Fits(rule.Files, edge.From));
            if (rule.Files is not null && !Fits(rule.Files, edge.To) && !rule.MayUse.Any(allowed => Fits(allowed, edge.To)))
            {
                yield return edge;
            }
        }
    }

    private static bool Fits(string pattern, string file) => pattern switch
    {
        _ when pattern.EndsWith("/**", StringComparison.Ordinal) => file.StartsWith(pattern[..^2], StringComparison.Ordinal),
        _ when pattern.EndsWith("/*", StringComparison.Ordinal) => House.FolderOf(file) == pattern[..^2],
        _ => file == pattern,
    };
}
