using System.Globalization;

namespace DynamoSession.Core.Expressions;

/// <summary>The placeholders of a changed field in an expression. They are the same for each commit.</summary>
/// <param name="Name">The placeholder of the field's name.</param>
/// <param name="Value">The placeholder of its value.</param>
/// <param name="Path">The path of the field in the Map of fields, whose own placeholder is <see cref="Fields"/>.</param>
/// <param name="Assignment">The clause that sets the field to the value.</param>
internal sealed record ChangePlaceholders(string Name, string Value, string Path, string Assignment)
{
    public const string Fields = "#s";

    private static readonly ChangePlaceholders[] All = [.. Enumerable.Range(0, ExpressionLimits.MaxPaths).Select(Create)];

    /// <summary>Returns the placeholders of the change with an index.</summary>
    public static ChangePlaceholders At(int index) => index < All.Length ? All[index] : Create(index);

    private static ChangePlaceholders Create(int index)
    {
        var digits = index.ToString(CultureInfo.InvariantCulture);
        return new($"#{digits}", $":{digits}", $"{Fields}.#{digits}", $"{Fields}.#{digits} = :{digits}");
    }
}
