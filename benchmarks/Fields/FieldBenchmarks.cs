using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using DynamoSession.Core.Fields;

namespace DynamoSession.Benchmarks.Fields;

/// <summary>Fields to and from DynamoDB's form, beside plain System.Text.Json with the same options.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class FieldBenchmarks
{
    private readonly JsonSerializerOptions _options = SessionFieldCodec.CreateDefaultOptions();
    private readonly string _text = "Nine Elms Lane 12, London";
    private readonly int _number = 123_456;
    private readonly Line _line = new("chair-17", 2, 199.90m, DateTimeOffset.UnixEpoch);
    private readonly SessionFieldCodec _codec;
    private readonly SessionValue _storedText;
    private readonly SessionValue _storedNumber;
    private readonly SessionValue _storedLine;
    private readonly byte[] _jsonText;
    private readonly byte[] _jsonNumber;
    private readonly byte[] _jsonLine;

    public FieldBenchmarks()
    {
        _codec = new SessionFieldCodec(_options);
        _storedText = _codec.Encode("field", _text);
        _storedNumber = _codec.Encode("field", _number);
        _storedLine = _codec.Encode("field", _line);
        _jsonText = JsonSerializer.SerializeToUtf8Bytes(_text, _options);
        _jsonNumber = JsonSerializer.SerializeToUtf8Bytes(_number, _options);
        _jsonLine = JsonSerializer.SerializeToUtf8Bytes(_line, _options);
    }

    [Benchmark(Baseline = true), BenchmarkCategory("encode string")]
    public byte[] EncodeStringAsJson() => JsonSerializer.SerializeToUtf8Bytes(_text, _options);

    [Benchmark, BenchmarkCategory("encode string")]
    public SessionValue EncodeString() => _codec.Encode("field", _text);

    [Benchmark(Baseline = true), BenchmarkCategory("decode string")]
    public string? DecodeStringFromJson() => JsonSerializer.Deserialize<string>(_jsonText, _options);

    [Benchmark, BenchmarkCategory("decode string")]
    public string? DecodeString() => _codec.Decode<string>("field", _storedText);

    [Benchmark(Baseline = true), BenchmarkCategory("encode int")]
    public byte[] EncodeIntAsJson() => JsonSerializer.SerializeToUtf8Bytes(_number, _options);

    [Benchmark, BenchmarkCategory("encode int")]
    public SessionValue EncodeInt() => _codec.Encode("field", _number);

    [Benchmark(Baseline = true), BenchmarkCategory("decode int")]
    public int DecodeIntFromJson() => JsonSerializer.Deserialize<int>(_jsonNumber, _options);

    [Benchmark, BenchmarkCategory("decode int")]
    public int DecodeInt() => _codec.Decode<int>("field", _storedNumber);

    [Benchmark(Baseline = true), BenchmarkCategory("encode record")]
    public byte[] EncodeRecordAsJson() => JsonSerializer.SerializeToUtf8Bytes(_line, _options);

    [Benchmark, BenchmarkCategory("encode record")]
    public SessionValue EncodeRecord() => _codec.Encode("field", _line);

    [Benchmark(Baseline = true), BenchmarkCategory("decode record")]
    public Line? DecodeRecordFromJson() => JsonSerializer.Deserialize<Line>(_jsonLine, _options);

    [Benchmark, BenchmarkCategory("decode record")]
    public Line? DecodeRecord() => _codec.Decode<Line>("field", _storedLine);
}
