using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// What is said when a value cannot be stored or read: the field, what is wrong, the remedy; never a value. No exception of
/// System.Text.Json travels along, because its text may quote the value or a dictionary's key.
/// </summary>
internal static class Refusals
{
    /// <summary>The parameter of every public method that takes the value.</summary>
    private const string Parameter = "value";

    public static ArgumentException Number(string field, NumberProblem problem) => problem switch
    {
        NumberProblem.TooManyDigits => NotStored(
            field,
            $"a number has more than the {DecimalNumber.MaxDigits} significant digits that DynamoDB keeps",
            "round it first, or store it as text"),
        NumberProblem.TooLarge => NotStored(
            field,
            "a number is beyond 9.99E+125, the largest that DynamoDB keeps",
            "store it as text"),
        NumberProblem.TooSmall => NotStored(
            field,
            "a number is closer to zero than 1E-130, the smallest that DynamoDB keeps",
            "round it to zero first, or store it as text"),
        _ => NotFinite(field),
    };

    public static ArgumentException NotFinite(string field) =>
        NotStored(field, "DynamoDB has no NaN and no infinity", "store null or text instead");

    public static ArgumentException LoneSurrogate(string field) =>
        NotStored(field, "a text is not well-formed Unicode, for example has a lone surrogate", "repair the text, or store its bytes");

    public static ArgumentException TooDeep(string field) => NotStored(
        field,
        string.Create(CultureInfo.InvariantCulture, $"it is nested more than {ObjectSerializer.MaxDepth} levels deep or refers to itself"),
        "flatten it, or store the inner part as text");

    public static ArgumentException EmptyName(string field) =>
        NotStored(field, "a key or property has an empty name, which DynamoDB refuses", "name it");

    public static ArgumentException LongName(string field, int maxBytes) => NotStored(
        field,
        string.Create(CultureInfo.InvariantCulture, $"a key or property has a name of more than {maxBytes} bytes in UTF-8, which DynamoDB refuses"),
        "shorten it");

    public static ArgumentException DuplicateName(string field) =>
        NotStored(field, "two keys or properties of one object have the same name", "rename one; a naming policy may have made them equal");

    /// <summary>System.Text.Json, or a converter or property that it called, gave up while writing.</summary>
    public static ArgumentException NotSerialized(string field, Type type, Exception cause) => cause switch
    {
        NotSupportedException => NotStored(
            field,
            $"System.Text.Json cannot write {TypeName.Of(type)} or something in it",
            "register a converter, or ignore the member"),
        ArgumentException => NotStored(
            field,
            $"{TypeName.Of(type)} holds something that JSON cannot express, such as NaN or infinity",
            "store null or text instead"),
        _ => NotStored(
            field,
            $"System.Text.Json could not write {TypeName.Of(type)} ({cause.GetType().Name})",
            "check its converters, and that all text in it is well-formed"),
    };

    public static SessionFieldTypeException NotReadable(string field, SessionValueKind stored, Type wanted, Exception? cause = null)
    {
        var reason = cause switch
        {
            null => "",
            NotSupportedException => " because System.Text.Json cannot create it",
            _ => $" ({cause.GetType().Name})",
        };
        return new SessionFieldTypeException(
            $"The session field '{field}' is stored as {stored} and cannot be read as {TypeName.Of(wanted)}{reason}; " +
            "read it as the type that was written, or remove it.");
    }

    [SuppressMessage("Usage", "CA2208", Justification = "The parameter is that of the public method, a few calls further up.")]
    public static ArgumentException NotStored(string field, string reason, string remedy) =>
        new($"The session field '{field}' cannot be stored: {reason}; {remedy}.", Parameter);
}
