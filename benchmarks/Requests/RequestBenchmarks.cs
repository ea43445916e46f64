using BenchmarkDotNet.Attributes;

namespace DynamoSession.Benchmarks.Requests;

/// <summary>What a session adds to a request, its store's network left out: a session of 2 KB in memory.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private SessionPipeline _pipeline = null!;

    [ParamsAllValues]
    public SessionSystem Session { get; set; }

    [GlobalSetup]
    public async Task StartAsync() => _pipeline = await SessionPipeline.StartAsync(Session);

    [Benchmark]
    public Task WithoutCookie() => _pipeline.SendWithoutCookieAsync();

    [Benchmark]
    public Task CookieButNoUse() => _pipeline.SendAsync(SessionPipeline.Nothing);

    [Benchmark]
    public Task ReadOneField() => _pipeline.SendAsync(SessionPipeline.Read);

    [Benchmark]
    public Task ChangeOneField() => _pipeline.SendAsync(SessionPipeline.Change);
}
