using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core;

/// <summary>Copies a default value for each read, because a shared object would carry changes from one user to another.</summary>
internal static class DefaultValue
{
    private static readonly Lazy<SessionFieldCodec> Codec = new(() => new SessionFieldCodec(SessionFieldCodec.CreateDefaultOptions()));

    /// <exception cref="ArgumentException">The value cannot be copied.</exception>
    public static Func<T> Copying<T>(string field, T defaultValue, JsonTypeInfo<T>? typeInfo)
    {
        if (CanBeShared(defaultValue))
        {
            return () => defaultValue;
        }

        if (typeInfo is null && IsEmptyCollection(defaultValue))
        {
            // The usual default value. Its JSON would take milliseconds of an application's start.
            return CreateEmpty<T>;
        }

        var codec = Codec.Value;
        try
        {
            var encoded = codec.Encode(field, defaultValue, typeInfo);
            T Copy() => codec.Decode(field, encoded, typeInfo)!;

            var copy = Copy();
            if (IsOfSameType(defaultValue, copy) && codec.Encode(field, copy, typeInfo).ContentEquals(encoded))
            {
                return Copy;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or SessionFieldTypeException)
        {
            throw NotCopied(field, typeof(T), exception);
        }

        throw NotCopied(field, typeof(T), cause: null);
    }

    private static bool CanBeShared<T>(T value) =>
        value is null or string or Uri
        || !RuntimeHelpers.IsReferenceOrContainsReferences<T>()
        || (typeof(T).IsValueType && EqualityComparer<T>.Default.Equals(value, default));

    private static bool IsEmptyCollection<T>(T value) =>
        typeof(T) is { IsConstructedGenericType: true } type
        && value!.GetType() == type
        && (type.GetGenericTypeDefinition() == typeof(List<>) || type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        && value is ICollection { Count: 0 };

    [UnconditionalSuppressMessage("Trimming", "IL2091", Justification = "The application has created such a collection itself, by the same constructor.")]
    private static T CreateEmpty<T>() => Activator.CreateInstance<T>();

    // For a collection's interface, the serializer chooses the class. Any other difference means that part of the value was lost.
    private static bool IsOfSameType<T>(T value, T copy) => typeof(T).IsInterface || value!.GetType() == copy?.GetType();

    [SuppressMessage("Usage", "CA2208", Justification = "The parameter is that of SessionField's constructor.")]
    private static ArgumentException NotCopied(string field, Type type, Exception? cause) => new(
        $"The default value of the session field '{field}' cannot be copied for each request, because its JSON does not represent all of it; "
        + $"pass a function that creates it: new SessionField<{TypeName.Of(type)}>(\"{field}\", () => ...).",
        "defaultValue",
        cause);
}
