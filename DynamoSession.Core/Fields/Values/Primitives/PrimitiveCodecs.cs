using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>
/// The codecs of types that need no serializer, except types that the application's serializer options handle differently. Each is created when
/// it is needed: all of them together would take milliseconds of an application's start.
/// </summary>
/// <param name="options">The serializer options.</param>
internal sealed class PrimitiveCodecs(JsonSerializerOptions options)
{
    // In place of a codec, for a type that must be serialized.
    private static readonly object None = new();

    private readonly ConcurrentDictionary<Type, object> _codecs = new();

    // As the application has set it: conventions of shared records are for the numbers in objects only.
    private readonly bool _hasNumbers = options.NumberHandling == JsonNumberHandling.Strict;

    /// <returns>The codec; <see langword="null"/> if the type must be serialized.</returns>
    public PrimitiveCodec<T>? Find<T>() =>
        (_codecs.TryGetValue(typeof(T), out var codec) ? codec : _codecs.GetOrAdd(typeof(T), Create(typeof(T)) ?? None)) as PrimitiveCodec<T>;

    private object? Create(Type type)
    {
        var value = Nullable.GetUnderlyingType(type);
        return HasConverter(type) || (value is not null && HasConverter(value)) ? null
            : value is null ? CreateReference(type) ?? CreateValue(type, isNullable: false)
            : CreateValue(value, isNullable: true);
    }

    private static object? CreateReference(Type type) =>
        type == typeof(string) ? new TextCodec()
        : type == typeof(byte[]) ? new ByteArrayCodec()
        : null;

    private object? CreateValue(Type type, bool isNullable) =>
        type == typeof(bool) ? Of(new BooleanCodec(), isNullable)
        : type == typeof(ReadOnlyMemory<byte>) ? Of(new BinaryCodec(), isNullable)
        : type == typeof(Memory<byte>) ? Of(new WritableBinaryCodec(), isNullable)
        : _hasNumbers ? CreateNumber(type, isNullable)
        : null;

    private static object? CreateNumber(Type type, bool isNullable) =>
        type == typeof(int) ? Of(new IntegerCodec<int>(), isNullable)
        : type == typeof(long) ? Of(new IntegerCodec<long>(), isNullable)
        : type == typeof(decimal) ? Of(new DecimalCodec(), isNullable)
        : type == typeof(double) ? Of(new FloatingPointCodec<double>(), isNullable)
        : type == typeof(float) ? Of(new FloatingPointCodec<float>(), isNullable)
        : type == typeof(Half) ? Of(new FloatingPointCodec<Half>(), isNullable)
        : type == typeof(byte) ? Of(new IntegerCodec<byte>(), isNullable)
        : type == typeof(sbyte) ? Of(new IntegerCodec<sbyte>(), isNullable)
        : type == typeof(short) ? Of(new IntegerCodec<short>(), isNullable)
        : type == typeof(ushort) ? Of(new IntegerCodec<ushort>(), isNullable)
        : type == typeof(uint) ? Of(new IntegerCodec<uint>(), isNullable)
        : type == typeof(ulong) ? Of(new IntegerCodec<ulong>(), isNullable)
        : type == typeof(Int128) ? Of(new IntegerCodec<Int128>(), isNullable)
        : type == typeof(UInt128) ? Of(new IntegerCodec<UInt128>(), isNullable)
        : null;

    private static object Of<T>(PrimitiveCodec<T> codec, bool isNullable)
        where T : struct => isNullable ? new NullableCodec<T>(codec) : codec;

    private bool HasConverter(Type type)
    {
        foreach (var converter in options.Converters)
        {
            if (converter.CanConvert(type))
            {
                return true;
            }
        }

        return false;
    }
}
