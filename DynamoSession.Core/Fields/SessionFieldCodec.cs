using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Fields.Values.Primitives;

namespace DynamoSession.Core.Fields;

/// <summary>Converts .NET values to DynamoDB values and back, without loss, or throws. It is thread-safe.</summary>
/// <remarks>
/// Text, booleans, bytes and numbers are encoded directly. Everything else is serialized with <see cref="JsonSerializer"/>: strings become
/// <c>S</c>, numbers <c>N</c>, arrays <c>L</c>, objects <c>M</c>. A converter that the application registers is used for every type that
/// it converts. DynamoDB does not keep the order of an object's members.
/// </remarks>
public sealed class SessionFieldCodec
{
    private readonly JsonSerializerOptions _options;
    private readonly PrimitiveCodecs _primitives;
    private readonly IFieldConventions? _conventions;
    private readonly ConcurrentDictionary<Type, JsonTypeInfo> _convertedTypes = new();

    /// <summary>Creates a codec.</summary>
    /// <param name="serializerOptions">
    /// How types other than numbers, text, booleans and bytes are serialized. The codec uses a copy, to which it adds the resolver of
    /// <see cref="CreateDefaultOptions"/> if they have no resolver. Single values such as <see cref="Guid"/> and <see cref="DateTimeOffset"/>, and
    /// lists, sets and dictionaries of common ones, need no metadata of the application.
    /// </param>
    public SessionFieldCodec(JsonSerializerOptions serializerOptions)
        : this(serializerOptions, conventions: null)
    {
    }

    /// <param name="serializerOptions">How other types are serialized.</param>
    /// <param name="conventions">The restrictions by another application that uses the same records; null for native sessions.</param>
    internal SessionFieldCodec(JsonSerializerOptions serializerOptions, IFieldConventions? conventions)
    {
        ArgumentNullException.ThrowIfNull(serializerOptions);

        // DynamoDB returns the members of a Map in any order, so a type discriminator need not come first.
        _options = new JsonSerializerOptions(serializerOptions) { AllowOutOfOrderMetadataProperties = true };
        _options.TypeInfoResolver = JsonTypeInfoResolver.Combine(_options.TypeInfoResolver ?? CreateDefaultResolver(), PlainTypes.Default);
        _primitives = new PrimitiveCodecs(_options);
        _conventions = conventions;
        if (conventions is not null)
        {
            _options.NumberHandling |= conventions.NumbersInObjects;
        }

        _options.MakeReadOnly();
    }

    /// <summary>Returns new options with this package's defaults: enums by name, and big integers as numbers.</summary>
    /// <remarks>
    /// In an application that is trimmed or compiled ahead of time, insert a source-generated context for the application's own types at the
    /// beginning of <see cref="JsonSerializerOptions.TypeInfoResolverChain"/>. What is stored is the same with and without it.
    /// </remarks>
    public static JsonSerializerOptions CreateDefaultOptions()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = CreateDefaultResolver() };
        options.Converters.Add(new BigIntegerConverter());
        if (RuntimeFeature.IsDynamicCodeSupported && JsonSerializer.IsReflectionEnabledByDefault)
        {
            options.Converters.Add(new JsonStringEnumConverter());
        }
        else
        {
            options.Converters.Add(new EnumNameConverter());
        }

        return options;
    }

    /// <summary>Encodes a value.</summary>
    /// <typeparam name="T">The type to serialize it as. For a byte array this is the same as <see cref="FromBytes"/>.</typeparam>
    /// <param name="field">The field's name, for messages.</param>
    /// <param name="value">The value; <see langword="null"/> is stored as <c>NULL</c>.</param>
    /// <param name="typeInfo">How the type is serialized, instead of the options. It applies to every type.</param>
    /// <exception cref="ArgumentException">
    /// DynamoDB cannot store the value exactly: a number has more than 38 significant digits, exceeds 9.99E+125, is closer to zero than
    /// 1E-130, NaN or infinite; a string has a lone surrogate; the value is nested more than 30 levels deep or refers to itself; a key or
    /// property has an empty name, one of more than 65,535 bytes, or a duplicate one; or <see cref="JsonSerializer"/> cannot write the value.
    /// </exception>
    /// <exception cref="NotSupportedException">The options have no metadata for the type, and <paramref name="typeInfo"/> is missing.</exception>
    public SessionValue Encode<T>(string field, T value, JsonTypeInfo<T>? typeInfo = null)
    {
        ArgumentNullException.ThrowIfNull(field);

        var encoded = typeInfo is null && _primitives.Find<T>() is { } primitive
            ? primitive.Encode(field, value)
            : ObjectSerializer.Encode(field, value, typeInfo ?? TypeInfoOf<T>(field));
        return ToStored(field, encoded);
    }

    /// <summary>Decodes a value.</summary>
    /// <typeparam name="T">The type to read it as, not necessarily the one that was written. For a byte array this is the same as <see cref="ToBytes"/>.</typeparam>
    /// <param name="field">The field's name, for messages.</param>
    /// <param name="value">The stored value.</param>
    /// <param name="typeInfo">How the type is serialized, instead of the options.</param>
    /// <returns>The value; <see langword="null"/> for <c>NULL</c>.</returns>
    /// <exception cref="SessionFieldTypeException">
    /// The value cannot be read as <typeparamref name="T"/>: it is of another kind, out of the type's range, or <c>NULL</c> although the
    /// type does not allow null.
    /// </exception>
    /// <exception cref="NotSupportedException">The options have no metadata for the type, and <paramref name="typeInfo"/> is missing.</exception>
    public T? Decode<T>(string field, SessionValue value, JsonTypeInfo<T>? typeInfo = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);

        // Bytes that were written through the byte view have no JSON form; the serializer could not interpret what SetInt32 wrote.
        if ((typeInfo is null || value.Kind == SessionValueKind.Binary) && _primitives.Find<T>() is { } primitive)
        {
            return primitive.TryDecode(value, out var result) || (_conventions is not null && primitive.TryDecode(_conventions.FromStored(value), out result))
                ? result
                : throw FieldErrors.NotReadable(field, value.Kind, typeof(T));
        }

        return ObjectSerializer.Decode(field, value, typeInfo ?? TypeInfoOf<T>(field));
    }

    /// <summary>Returns whether values of a type are encoded by way of their JSON.</summary>
    internal bool HasJson<T>(JsonTypeInfo<T>? typeInfo) => typeInfo is not null || _primitives.Find<T>() is null;

    /// <summary>Returns the JSON of a value that DynamoDB may not be able to store.</summary>
    /// <returns>The JSON; <see langword="null"/> if it is the same as <paramref name="unless"/>.</returns>
    /// <exception cref="ArgumentException">The serializer cannot write the value.</exception>
    internal byte[]? ToJson<T>(string field, T value, JsonTypeInfo<T>? typeInfo, byte[]? unless = null) =>
        ObjectSerializer.ToJson(field, value, typeInfo ?? TypeInfoOf<T>(field), unless);

    /// <summary>Encodes what <see cref="ToJson"/> has returned, like <see cref="Encode"/>.</summary>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value exactly.</exception>
    internal SessionValue EncodeJson<T>(string field, ReadOnlySpan<byte> json, JsonTypeInfo<T>? typeInfo) =>
        ToStored(field, ObjectSerializer.EncodeJson(field, json, typeInfo ?? TypeInfoOf<T>(field)));

    /// <summary>Encodes an item to append: a list with one item, which is one level deeper than a field.</summary>
    /// <exception cref="ArgumentException">See <see cref="Encode"/>.</exception>
    internal SessionValue EncodeItem<T>(string field, T item, JsonTypeInfo<T>? typeInfo)
    {
        var list = DynamoDbJson.ListOf(Encode(field, item, typeInfo));
        return DynamoDbJson.NestingDepthOf(list) > FieldLimits.MaxDepth ? throw FieldErrors.TooDeep(field) : list;
    }

    /// <summary>Encodes untyped bytes as a field, by the conventions of this codec.</summary>
    /// <exception cref="ArgumentException">The conventions do not allow the bytes.</exception>
    internal SessionValue EncodeBytes(string field, ReadOnlySpan<byte> bytes) => _conventions?.FromBytes(field, bytes) ?? FromBytes(bytes);

    /// <exception cref="ArgumentException">The name is not a valid field name.</exception>
    internal void ThrowIfInvalidName(string name)
    {
        FieldName.ThrowIfInvalid(name);
        _conventions?.ThrowIfReserved(name);
    }

    /// <summary>Encodes untyped bytes, as passed to <c>ISession</c>.</summary>
    /// <param name="bytes">The bytes, which <see cref="ToBytes"/> returns unchanged.</param>
    /// <returns>
    /// An <c>S</c> if they are UTF-8 without control characters other than tab, line feed and carriage return, and not exactly four bytes,
    /// which may be a number; otherwise a <c>B</c>.
    /// </returns>
    public static SessionValue FromBytes(ReadOnlySpan<byte> bytes) => ByteView.Encode(bytes);

    /// <summary>Decodes a value of any kind to bytes, as returned by <c>ISession</c>.</summary>
    /// <param name="value">The stored value.</param>
    /// <returns>
    /// The UTF-8 of an <c>S</c>; the bytes of a <c>B</c>; four big-endian bytes for an <c>N</c> that fits an <see cref="int"/>, the text of
    /// any other <c>N</c>; plain JSON for every other kind.
    /// </returns>
    public static byte[] ToBytes(SessionValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ByteView.Decode(value);
    }

    private SessionValue ToStored(string field, SessionValue encoded) => _conventions?.ToStored(field, encoded) ?? encoded;

    private JsonTypeInfo<T> TypeInfoOf<T>(string field)
    {
        if (_options.TryGetTypeInfo(typeof(T), out var known))
        {
            return (JsonTypeInfo<T>)known;
        }

        // Without reflection, the serializer asks the converters only for types of which a resolver has metadata.
        return (JsonTypeInfo<T>)_convertedTypes.GetOrAdd(typeof(T), _ => _options.Converters.FirstOrDefault(converter => converter.CanConvert(typeof(T))) is { } converter
            ? JsonMetadataServices.CreateValueInfo<T>(_options, converter)
            : throw FieldErrors.NoMetadata(field, typeof(T)));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where reflection is enabled; the trimmer disables it and replaces the condition.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where reflection is enabled; Native AOT disables it and replaces the condition.")]
    private static IJsonTypeInfoResolver CreateDefaultResolver() =>
        // Reflection takes some milliseconds of an application's start, which plain types need not wait for.
        JsonSerializer.IsReflectionEnabledByDefault ? JsonTypeInfoResolver.Combine(PlainTypes.Default, new DefaultJsonTypeInfoResolver()) : JsonTypeInfoResolver.Combine();
}
