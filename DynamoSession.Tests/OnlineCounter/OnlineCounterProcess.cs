using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.OnlineCounter;

/// <summary>The built examples/OnlineCounter, running as a process of its own against the engine of the tests.</summary>
internal sealed class OnlineCounterProcess : IAsyncDisposable
{
    private readonly RunningProgram _program;
    private readonly HttpClient _http;

    private OnlineCounterProcess(RunningProgram program)
    {
        _program = program;
        _http = new HttpClient { BaseAddress = program.Address };
    }

    public string Output => _program.Output;

    /// <param name="counterTable">The example's own table.</param>
    /// <param name="environment">The environment; the table is created in Development only.</param>
    public static async Task<OnlineCounterProcess> StartAsync(string counterTable, string environment = "Development")
    {
        // .../DynamoSession.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var example = Path.Combine(RepositoryFiles.Root, "examples", "OnlineCounter");
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(example, "bin", output.Parent!.Name, output.Name, "OnlineCounter.dll")])
        {
            WorkingDirectory = example,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = (await TestEngine.ClientAsync()).Config.ServiceURL;
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = "DynamoSessionTests";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "none";
        start.Environment["CounterTableName"] = counterTable;

        // Otherwise, only warnings of the framework are logged, and not its address.
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        return new OnlineCounterProcess(await RunningProgram.StartAsync(start));
    }

    /// <summary>Delivers records as Lambda does.</summary>
    /// <returns>The sequence number from which on the batch must be delivered again; null if none.</returns>
    public Task<string?> DeliverAsync(IEnumerable<JsonObject> records) =>
        DeliverAsync(new JsonObject { ["Records"] = new JsonArray([.. records.Select(record => record.DeepClone())]) }.ToJsonString());

    public async Task<string?> DeliverAsync(string batch)
    {
        using var content = new StringContent(batch, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri("/events", UriKind.Relative), content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), Output);
        var failures = (await response.Content.ReadFromJsonAsync<JsonObject>())!["batchItemFailures"]!.AsArray();
        Assert.That(failures, Has.Count.LessThanOrEqualTo(1));
        return failures.Count == 0 ? null : failures[0]!["itemIdentifier"]!.GetValue<string>();
    }

    public async Task<(int Sessions, int Users)> CountAsync()
    {
        var count = (await _http.GetFromJsonAsync<JsonObject>(new Uri("/online", UriKind.Relative)))!;
        return (count["sessions"]!.GetValue<int>(), count["users"]!.GetValue<int>());
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _program.DisposeAsync();
    }
}
