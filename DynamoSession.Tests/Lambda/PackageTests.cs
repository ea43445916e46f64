using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Compilation;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Lambda;

/// <summary>What examples/Lambda/package builds, without a warning of the compiler or the trimmer, run on the engine.</summary>
[TestFixture]
[Category(DotnetCommand.Category)]
[Category(TestEngine.Category)]
[Platform("Linux")]
public sealed class PackageTests
{
    private const int Starts = 5;

    private static readonly string Output = Path.Combine(RepositoryFiles.Root, "artifacts", "lambda");

    [OneTimeSetUp]
    public async Task PackageAsync()
    {
        if (RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            throw Requirement.Missing("The packages for Lambda are built for x64, on a machine of that kind.", new PlatformNotSupportedException());
        }

        NativeLinker.Require();
        if (NativeLinker.WhyNot("zip", "--version") is { } exception)
        {
            throw Requirement.Missing("Some tests build zip files, which needs 'zip' (Debian: zip).", exception);
        }

        await DotnetCommand.RunAsync(RepositoryFiles.Root, "bash", "examples/Lambda/package");
        await DotnetCommand.RunAsync(
            RepositoryFiles.Root,
            "dotnet",
            "publish",
            CartApiProcess.Example,
            "--configuration",
            "Release",
            "--runtime",
            "linux-x64",
            "--no-self-contained",
            "--artifacts-path",
            Path.Combine(Output, "ready-to-run-build"),
            "--output",
            Path.Combine(Output, "ready-to-run"),
            "-warnaserror",
            "-p:RunAnalyzers=false",
            "-p:PublishAot=false",
            "-p:PublishReadyToRun=true");
    }

    [TestCase("shop.zip", "Storefront")]
    [TestCase("cart-api.zip", "bootstrap")]
    [TestCase("online-counter.zip", "bootstrap")]
    public async Task Each_zip_has_what_the_template_starts(string zip, string handler)
    {
        await using var archive = await ZipFile.OpenReadAsync(Path.Combine(Output, zip));

        var entry = archive.GetEntry(handler);

        Assert.That(entry, Is.Not.Null);
        Assert.That((entry!.ExternalAttributes >> 16) & 0b001_001_001, Is.Not.Zero, "It can't be executed.");
        Assert.That(new FileInfo(Path.Combine(Output, zip)).Length, Is.LessThan(50_000_000), "Lambda takes no larger zip directly.");
    }

    [Test]
    public async Task Ahead_of_time_starts_faster_and_stores_the_same()
    {
        var jit = await MeasureAsync("JIT", CartApiProcess.Built);
        var readyToRun = await MeasureAsync("ReadyToRun", Path.Combine(Output, "ready-to-run", "CartApi.dll"));
        var aheadOfTime = await MeasureAsync("Native AOT", Path.Combine(Output, "cart-api", "bootstrap"));

        Assert.That((readyToRun.Stored, aheadOfTime.Stored), Is.EqualTo((jit.Stored, jit.Stored)));
        Assert.That(aheadOfTime.FirstReply, Is.LessThan(readyToRun.FirstReply).And.LessThan(jit.FirstReply));
    }

    [Test]
    public async Task The_counter_that_is_compiled_ahead_of_time_reports_a_batch_that_has_failed()
    {
        await using var counter = await CartApiProcess.StartAsync(Path.Combine(Output, "online-counter", "bootstrap"), await EngineAsync(), TestEngine.NewTableName());
        using var http = new HttpClient { BaseAddress = counter.Address };

        using var empty = await http.PostAsync(new Uri("/events", UriKind.Relative), new StringContent("""{"Records":[]}"""));
        using var broken = await http.PostAsync(new Uri("/events", UriKind.Relative), new StringContent("""{"Records":"""));

        Assert.That(await empty.Content.ReadAsStringAsync(), Is.EqualTo("""{"batchItemFailures":[]}"""), counter.Output);
        Assert.That(await broken.Content.ReadAsStringAsync(), Is.EqualTo("""{"batchItemFailures":[{"itemIdentifier":""}]}"""), counter.Output);
    }

    private static async Task<Uri> EngineAsync() => new((await TestEngine.ClientAsync()).Config.ServiceURL);

    /// <summary>Returns the median time from the start of the process to the answer of a request that writes, and what it has stored.</summary>
    private static async Task<(TimeSpan FirstReply, string Stored)> MeasureAsync(string name, string program)
    {
        var engine = await EngineAsync();
        var table = await TestEngine.CreateSessionTableAsync();
        var times = new List<TimeSpan>();
        for (var number = 0; number < Starts; number++)
        {
            var start = Stopwatch.GetTimestamp();
            await using var app = await CartApiProcess.StartAsync(program, engine, table);
            using var browser = new Browser(app.Address);
            var status = await CartApiProcess.AddAsync(browser, "tea");
            times.Add(Stopwatch.GetElapsedTime(start));
            Assert.That(status, Is.EqualTo(200), app.Output);
        }

        var items = (await (await TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = table })).Items;
        var stored = items.Select(item => Sample.TextOf(AttributeValueJson.ToSessionValue(item["sess"]))).Distinct().Single();
        var median = times.Order().ElementAt(Starts / 2);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {median.TotalMilliseconds:F0} ms to the first reply, {times.Min().TotalMilliseconds:F0} to {times.Max().TotalMilliseconds:F0}"));
        return (median, stored);
    }
}
