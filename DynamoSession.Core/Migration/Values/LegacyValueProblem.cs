using System.Globalization;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Reasons why DynamoDB cannot store a value of a legacy session. They never contain the value.</summary>
internal static class LegacyValueProblem
{
    public const string LoneSurrogate = "a string in it has a lone surrogate";

    public const string EmptyName = "a property name in it is empty";

    public const string LongName = "a property name in it has more than 65,535 bytes in UTF-8";

    public static string TooDeep { get; } =
        string.Create(CultureInfo.InvariantCulture, $"it is nested more than {FieldLimits.MaxDepth} levels deep");

    public static string Of(NumberProblem problem) => problem switch
    {
        NumberProblem.TooManyDigits => string.Create(CultureInfo.InvariantCulture, $"a number in it has more than {DecimalNumber.MaxDigits} significant digits"),
        NumberProblem.TooLarge => "a number in it has a magnitude above 9.99E+125",
        NumberProblem.TooSmall => "a number in it is closer to zero than 1E-130",
        _ => "a number in it is invalid",
    };
}
