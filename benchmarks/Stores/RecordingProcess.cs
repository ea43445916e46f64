using System.Text.Json;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Benchmarks.Stores;

/// <summary>A <see cref="RecordingDynamoDb"/> in a process of its own.</summary>
internal sealed class RecordingProcess : IStore, IAsyncDisposable
{
    private readonly RunningProgram _program;
    private readonly HttpClient _http;

    private RecordingProcess(RunningProgram program)
    {
        _program = program;
        _http = new HttpClient { BaseAddress = program.Address };
    }

    public Uri Address => _program.Address;

    public static async Task<RecordingProcess> StartAsync(Uri engine) => new(await OwnProgram.StartAsync([OwnProgram.Record, engine.ToString()], new Dictionary<string, string>()));

    public async Task SetModeAsync(RecordingMode mode)
    {
        using var response = await _http.GetAsync(new Uri($"{RecordingDynamoDb.ModePath}?{mode}", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    public async Task<Traffic> CountAsync() =>
        JsonSerializer.Deserialize<Traffic>(await _http.GetStringAsync(new Uri(RecordingDynamoDb.TrafficPath, UriKind.Relative)))!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
    }
}
