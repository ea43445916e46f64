using System.Diagnostics;
using System.Reflection;
using DynamoSession.AspNetCore;
using DynamoSession.Benchmarks.Items;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Counts;

/// <summary>
/// Which source files of the packages one request passes: those with a method that runs between the request's arrival and the end of its
/// response. Counted in copies of the packages whose methods take note of their file.
/// </summary>
internal static class FileTable
{
    public const string InCopy = "files-in-copy";

    private static readonly Assembly[] Packages = [typeof(ISessionTable).Assembly, typeof(IDynamoSession).Assembly];

    /// <summary>Makes the copies and runs this program on them.</summary>
    public static async Task PrintAsync()
    {
        var copy = Directory.CreateTempSubdirectory("dynamosession-files-");
        try
        {
            foreach (var file in new DirectoryInfo(AppContext.BaseDirectory).EnumerateFiles())
            {
                file.CopyTo(Path.Combine(copy.FullName, file.Name));
            }

            foreach (var package in Packages)
            {
                FileMarks.Weave(package.Location, Path.Combine(copy.FullName, Path.GetFileName(package.Location)));
            }

            var program = Path.Combine(copy.FullName, Path.GetFileName(typeof(FileTable).Assembly.Location));
            using var process = Process.Start(new ProcessStartInfo("dotnet", [program, InCopy]))!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The run on the copies ended with {process.ExitCode}.");
            }
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>Runs the requests on Kestrel and a DynamoDB without a network, and prints the files of each.</summary>
    public static async Task PrintInCopyAsync()
    {
        using var dynamoDb = new CannedDynamoDb(fields: 20, fieldLength: 100);
        using var client = dynamoDb.CreateClient();
        var completed = new TaskCompletionSource();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ISessionTable>(new DynamoDbSessionTable(client, new SessionTableOptions(), TimeProvider.System));
        builder.Services.AddDynamoSession();
        await using var app = builder.Build();
        app.Use((context, next) =>
        {
            // Callbacks run last in, first out: this one after all of the session's.
            context.Response.OnCompleted(() =>
            {
                completed.SetResult();
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseDynamoSession();
        app.Run(async context =>
        {
            if (context.Request.Path == "/change")
            {
                context.Session.SetString("field-7", Guid.NewGuid().ToString());
            }
            else
            {
                _ = context.Session.GetString("field-7");
            }

            await context.Response.WriteAsync("done");
        });
        await app.StartAsync();
        using var handler = new HttpClientHandler { UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
        browser.DefaultRequestHeaders.Add("Cookie", "__Host-sid=" + new string('A', 43));

        foreach (var path in new[] { "/read", "/change" })
        {
            // What runs once in a process is not part of a request.
            for (var request = 0; request < 3; request++)
            {
                completed = new TaskCompletionSource();
                Array.ForEach(Packages, FileMarks.Clear);
                using var response = await browser.GetAsync(new Uri(path, UriKind.Relative));
                response.EnsureSuccessStatusCode();
                await completed.Task;
            }

            var files = Packages.SelectMany(FileMarks.Read).Order(StringComparer.Ordinal).ToArray();
            await Console.Out.WriteLineAsync($"{path[1..]} one field: {files.Length} files");
            Array.ForEach(files, file => Console.WriteLine($"    {file}"));
        }
    }
}
