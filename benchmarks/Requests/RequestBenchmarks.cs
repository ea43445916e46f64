using BenchmarkDotNet.Attributes;

namespace DynamoSession.Benchmarks.Requests;

/// <summary>What a session adds to a request, its store's network left out: a session in memory.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private SessionPipeline _pipeline = null!;

    [ParamsAllValues]
    public SessionSystem Session { get; set; }

    [Params(2, 20)]
    public int KiloBytes { get; set; }

    [GlobalSetup]
    public async Task StartAsync() => _pipeline = await SessionPipeline.StartAsync(Session, KiloBytes);

    [Benchmark]
    public Task WithoutCookie() => _pipeline.SendWithoutCookieAsync();

    [Benchmark]
    public Task CookieButNoUse() => _pipeline.SendAsync(SessionPipeline.Nothing);

    [Benchmark]
    public Task ReadOneField() => _pipeline.SendAsync(SessionPipeline.Read);

    [Benchmark]
    public Task ChangeOneField() => _pipeline.SendAsync(SessionPipeline.Change);
}
