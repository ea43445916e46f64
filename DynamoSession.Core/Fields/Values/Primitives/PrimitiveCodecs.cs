using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoSession.Core.Fields.Values.Primitives;

/// <summary>The codecs of types that need no serializer, except types that the application's serializer options handle differently.</summary>
internal sealed class PrimitiveCodecs
{
    private readonly Dictionary<Type, object> _codecs = [];
    private readonly JsonSerializerOptions _options;

    public PrimitiveCodecs(JsonSerializerOptions options)
    {
        _options = options;

        AddReference(new TextCodec());
        AddReference(new ByteArrayCodec());
        Add(new BooleanCodec());
        Add(new BinaryCodec());
        Add(new WritableBinaryCodec());
        if (options.NumberHandling == JsonNumberHandling.Strict)
        {
            Add(new DecimalCodec());
            Add(new FloatingPointCodec<double>());
            Add(new FloatingPointCodec<float>());
            Add(new FloatingPointCodec<Half>());
            AddInteger<byte>();
            AddInteger<sbyte>();
            AddInteger<short>();
            AddInteger<ushort>();
            AddInteger<int>();
            AddInteger<uint>();
            AddInteger<long>();
            AddInteger<ulong>();
            AddInteger<Int128>();
            AddInteger<UInt128>();
        }
    }

    /// <returns>The codec; <see langword="null"/> if the type must be serialized.</returns>
    public PrimitiveCodec<T>? Find<T>() => (PrimitiveCodec<T>?)_codecs.GetValueOrDefault(typeof(T));

    private void AddInteger<T>()
        where T : struct, IBinaryInteger<T> => Add(new IntegerCodec<T>());

    private void Add<T>(PrimitiveCodec<T> codec)
        where T : struct
    {
        if (HasConverter(typeof(T)))
        {
            return;
        }

        _codecs.Add(typeof(T), codec);
        if (!HasConverter(typeof(T?)))
        {
            _codecs.Add(typeof(T?), new NullableCodec<T>(codec));
        }
    }

    private void AddReference<T>(PrimitiveCodec<T?> codec)
        where T : class
    {
        if (!HasConverter(typeof(T)))
        {
            _codecs.Add(typeof(T), codec);
        }
    }

    private bool HasConverter(Type type)
    {
        foreach (var converter in _options.Converters)
        {
            if (converter.CanConvert(type))
            {
                return true;
            }
        }

        return false;
    }
}
