using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Support.Dynalite;

/// <summary>What dynalite 4.0.0 does otherwise than DynamoDB; whatever else it understands differently fails the test.</summary>
/// <remarks>
/// It never learnt <c>ReturnValuesOnConditionCheckFailure</c>: a refusal does not bring the item along. So the item is not compared
/// where it is refused, but where it was written. (Nor does it have time to live and transactions, which no table asks for.)
/// </remarks>
internal static partial class DynaliteDifferences
{
    private const string Refusal = "ConditionalCheckFailedException";

    private static readonly (string Name, string Reason, Func<Disagreement, bool> Explains)[] Known =
    [
        (
            "Sums of any length",
            "It adds up without DynamoDB's limit of 38 digits.",
            disagreement => disagreement.First.Contains("precision up to 38 digits", StringComparison.Ordinal) && disagreement.Second == PairedDynamoDb.Applied
        ),
        (
            "No member called __proto__",
            "It makes JavaScript objects of Maps, in which that is the name of something else.",
            disagreement => disagreement.First.Contains("\"__proto__\":", StringComparison.Ordinal) && !disagreement.Second.Contains("\"__proto__\":", StringComparison.Ordinal)
        ),
        (
            "No Map equals another",
            "It compares Maps by identity, where DynamoDB compares what is in them.",
            disagreement => disagreement.First == PairedDynamoDb.Applied && disagreement.Second.StartsWith(Refusal, StringComparison.Ordinal) && ComparesMap().IsMatch(disagreement.Call)
        ),
    ];

    /// <returns>The name of the difference that explains it; null for none.</returns>
    public static string? NameOf(Disagreement disagreement) => Known.FirstOrDefault(known => known.Explains(disagreement)).Name;

    [GeneratedRegex(@"IF .* = (?<value>:\w+)\b.* WITH .*\k<value> M\b")]
    private static partial Regex ComparesMap();
}
