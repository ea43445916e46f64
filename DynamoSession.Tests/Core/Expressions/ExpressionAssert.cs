using System.Text.RegularExpressions;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Tests.Core.Expressions;

/// <summary>DynamoDB's grammar as far as it can be checked without it.</summary>
internal static partial class ExpressionAssert
{
    /// <summary>DynamoDB refuses a placeholder that is declared and not used, or used and not declared.</summary>
    public static void UsesWhatItDeclares(UpdateExpression expression)
    {
        var used = Placeholder().Matches($"{expression.Update} {expression.Condition}").Select(match => match.Value).Distinct(StringComparer.Ordinal);

        Assert.That(expression.Names.Keys.Concat(expression.Values.Keys), Is.EquivalentTo(used));
    }

    [GeneratedRegex("[#:][A-Za-z0-9_]+")]
    private static partial Regex Placeholder();
}
