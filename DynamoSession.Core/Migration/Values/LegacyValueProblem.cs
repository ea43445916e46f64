using System.Globalization;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Why DynamoDB cannot hold a value of an old session. No text quotes the value.</summary>
internal static class LegacyValueProblem
{
    public const string LoneSurrogate = "a text in it has a lone surrogate";

    public const string EmptyName = "a name in it is empty";

    public const string LongName = "a name in it has more than 65,535 bytes in UTF-8";

    public static string TooDeep { get; } =
        string.Create(CultureInfo.InvariantCulture, $"it is nested more than {ObjectSerializer.MaxDepth} levels deep");

    public static string Of(NumberProblem problem) => problem switch
    {
        NumberProblem.TooManyDigits => string.Create(CultureInfo.InvariantCulture, $"a number in it has more than {DecimalNumber.MaxDigits} significant digits"),
        NumberProblem.TooLarge => "a number in it is beyond 9.99E+125",
        NumberProblem.TooSmall => "a number in it is closer to zero than 1E-130",
        _ => "a number in it is none",
    };
}
