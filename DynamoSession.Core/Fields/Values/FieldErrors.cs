using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Creates the exceptions for values that cannot be stored or read. A message names the field, the reason and the remedy, never a value.
/// Exceptions of System.Text.Json are not attached, because their messages may quote the value or a dictionary key.
/// </summary>
internal static class FieldErrors
{
    /// <summary>The name of the value parameter of all public methods.</summary>
    private const string Parameter = "value";

    public static ArgumentException Number(string field, NumberProblem problem) => problem switch
    {
        NumberProblem.TooManyDigits => NotStored(
            field,
            $"a number has more than {DecimalNumber.MaxDigits} significant digits, DynamoDB's maximum",
            "round it first, or store it as text"),
        NumberProblem.TooLarge => NotStored(
            field,
            "a number has a magnitude above 9.99E+125, DynamoDB's maximum",
            "store it as text"),
        NumberProblem.TooSmall => NotStored(
            field,
            "a number is closer to zero than 1E-130, DynamoDB's minimum",
            "round it to zero first, or store it as text"),
        _ => NotFinite(field),
    };

    public static ArgumentException NotFinite(string field) =>
        NotStored(field, "DynamoDB does not support NaN and infinity", "store null or text instead");

    public static ArgumentException LoneSurrogate(string field) =>
        NotStored(field, "a string is not well-formed Unicode, for example because of a lone surrogate", "correct the string, or store its bytes");

    public static ArgumentException TooDeep(string field) => NotStored(
        field,
        string.Create(CultureInfo.InvariantCulture, $"it is nested more than {FieldLimits.MaxDepth} levels deep or refers to itself"),
        "flatten it, or store the inner part as text");

    public static ArgumentException EmptyName(string field) =>
        NotStored(field, "a key or property has an empty name, which DynamoDB does not support", "give it a name");

    public static ArgumentException LongName(string field, int maxBytes) => NotStored(
        field,
        string.Create(CultureInfo.InvariantCulture, $"a key or property has a name of more than {maxBytes} bytes in UTF-8, DynamoDB's maximum"),
        "shorten it");

    public static ArgumentException DuplicateName(string field) =>
        NotStored(field, "two keys or properties of one object have the same name", "rename one of them; a naming policy may have made them equal");

    /// <summary>System.Text.Json, or a converter or property that it called, failed to write the value.</summary>
    public static ArgumentException NotSerialized(string field, Type type, Exception cause) => cause switch
    {
        NotSupportedException => NotStored(
            field,
            $"System.Text.Json does not support {TypeName.Of(type)} or one of its members",
            "register a converter, ignore the member, or add its type to the source-generated context if the application uses one"),
        ArgumentException => NotStored(
            field,
            $"{TypeName.Of(type)} contains a value that JSON cannot represent, such as NaN or infinity",
            "store null or text instead"),
        _ => NotStored(
            field,
            $"System.Text.Json could not write {TypeName.Of(type)} ({cause.GetType().Name})",
            "check its converters, and that all its strings are well-formed"),
    };

    public static SessionFieldTypeException NotReadable(string field, SessionValueKind stored, Type requested, Exception? cause = null)
    {
        var reason = cause switch
        {
            null => "",
            NotSupportedException => " because System.Text.Json cannot create it",
            _ => $" ({cause.GetType().Name})",
        };
        return new SessionFieldTypeException(
            $"The session field '{PrintableText.Of(field)}' is stored as {stored} and cannot be read as {TypeName.Of(requested)}{reason}; " +
            "read it as the type that was written, or remove it.");
    }

    /// <summary>Text was to be read as the JSON that it holds.</summary>
    public static SessionFieldTypeException NotJsonText(string field, SessionValueKind stored, Type wanted, Exception cause) => cause is NotSupportedException
        ? NotReadable(field, stored, wanted, cause)
        : new SessionFieldTypeException(string.Create(
            CultureInfo.InvariantCulture,
            $"The session field '{PrintableText.Of(field)}' is stored as {stored} and cannot be read as {TypeName.Of(wanted)}: its text is not valid JSON of that type, nested at most {FieldLimits.MaxDepth} levels deep; read it as text, or remove it."));

    /// <summary>The serializer has no metadata for a type, because it may not use reflection.</summary>
    public static NotSupportedException NoMetadata(string field, Type type) => new(
        $"The session field '{PrintableText.Of(field)}' cannot be stored or read as {TypeName.Of(type)}: System.Text.Json has no metadata for this type, and may not use "
        + $"reflection. Add [JsonSerializable(typeof({TypeName.Of(type)}))] to a JsonSerializerContext, and insert it with "
        + "options.SerializerOptions.TypeInfoResolverChain.Insert(0, MyContext.Default), or pass the type's JsonTypeInfo to the SessionField.");

    [SuppressMessage("Usage", "CA2208", Justification = "The parameter is that of the public method, which is a few calls up the stack.")]
    public static ArgumentException NotStored(string field, string reason, string remedy) =>
        new($"The session field '{PrintableText.Of(field)}' cannot be stored: {reason}; {remedy}.", Parameter);
}
