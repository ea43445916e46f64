using System.Buffers;
using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// A JSON writer with its buffer. They are reused by the next user on the same thread, because new ones take 4 KB for any document; so what
/// is written must be copied before the buffer is disposed.
/// </summary>
internal sealed class JsonBuffer : IDisposable
{
    private const int MaxReused = 64 * 1_024;

    // Higher than the actual limit, so that a value that exceeds it is certainly too deep; it also ends every cycle.
    private static readonly JsonWriterOptions Strict = new() { Encoder = StrictJsonEncoder.Instance, MaxDepth = 2 * FieldLimits.MaxDepth };

    [ThreadStatic]
    private static JsonBuffer? _trusted;

    [ThreadStatic]
    private static JsonBuffer? _strict;

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly bool _isStrict;

    private JsonBuffer(JsonWriterOptions options, bool isStrict)
    {
        Writer = new Utf8JsonWriter(_output, options);
        _isStrict = isStrict;
    }

    /// <summary>Gets the writer.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Gets what has been written so far.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _output.WrittenSpan;
        }
    }

    /// <summary>Returns where to write without the writer; <see cref="Advance"/> says how much was written.</summary>
    public Span<byte> GetSpan(int length) => _output.GetSpan(length);

    public void Advance(int length) => _output.Advance(length);

    /// <summary>Returns a buffer for documents whose text has been validated and whose structure is valid by construction.</summary>
    public static JsonBuffer Rent() => Rent(ref _trusted) ?? new(DynamoDbJson.Writing, isStrict: false);

    /// <summary>Returns a buffer for what the serializer writes.</summary>
    public static JsonBuffer RentStrict() => Rent(ref _strict) ?? new(Strict, isStrict: true);

    public void Dispose()
    {
        if (_output.Capacity > MaxReused)
        {
            Writer.Dispose();
            return;
        }

        // After an exception, something may still be pending.
        _output.ResetWrittenCount();
        Writer.Reset();
        if (_isStrict)
        {
            _strict = this;
        }
        else
        {
            _trusted = this;
        }
    }

    // While it is in use, its thread may need another one: a converter may use a session.
    private static JsonBuffer? Rent(ref JsonBuffer? spare)
    {
        var buffer = spare;
        spare = null;
        return buffer;
    }
}
