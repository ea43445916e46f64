namespace DynamoSession.Tests.Support.Infrastructure;

/// <summary>What a definition of the infrastructure would deploy.</summary>
/// <param name="Table">The facts of the table.</param>
/// <param name="Policies">The grants of each role's policy.</param>
internal sealed record Deployment(IReadOnlyList<string> Table, IReadOnlyDictionary<string, IReadOnlyList<string>> Policies)
{
    public const string TableArn = "arn:aws:dynamodb:eu-central-1:111122223333:table/sessions";
    public const string LegacyTableArn = "arn:aws:dynamodb:eu-central-1:111122223333:table/legacy";
    public const string StreamArn = TableArn + "/stream/2026-01-01T00:00:00.000";
    public const string KmsKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000";

    /// <summary>Returns a grant in words: an action, and the part of the infrastructure that it is allowed on.</summary>
    public static string Grant(string action, string resource) => $"{action} on {NameOf(resource)}";

    private static string NameOf(string resource) => resource switch
    {
        TableArn => RoleCalls.Table,
        TableArn + "/index/byUser" => RoleCalls.Index,
        LegacyTableArn => RoleCalls.LegacyTable,
        StreamArn => RoleCalls.Stream,
        "*" => RoleCalls.Everything,
        _ => throw new InvalidOperationException($"A policy has the resource {resource}, which no role is recorded on."),
    };
}
