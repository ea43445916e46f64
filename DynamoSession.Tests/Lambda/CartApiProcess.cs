using System.Diagnostics;
using DynamoSession.Tests.Docs;
using DynamoSession.Tests.Support.Compilation;

namespace DynamoSession.Tests.Lambda;

/// <summary>examples/Lambda/CartApi as a process, as the Lambda Web Adapter starts it.</summary>
internal static class CartApiProcess
{
    public static readonly string Example = Path.Combine(RepositoryFiles.Root, "examples", "Lambda", "CartApi");

    /// <summary>The one that was built with the tests, to be compiled as it runs.</summary>
    public static string Built
    {
        get
        {
            // .../DynamoSession.Tests/bin/<configuration>/<framework>/
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Example, "bin", output.Parent!.Name, output.Name, "CartApi.dll");
        }
    }

    /// <param name="program">A program, or an assembly that dotnet runs.</param>
    /// <param name="engine">Where DynamoDB is.</param>
    /// <param name="tableName">The table of sessions.</param>
    public static Task<RunningProgram> StartAsync(string program, Uri engine, string tableName)
    {
        var (file, arguments) = program.EndsWith(".dll", StringComparison.Ordinal) ? ("dotnet", new[] { "exec", program }) : (program, []);
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        start.Environment["AWS_ENDPOINT_URL_DYNAMODB"] = engine.ToString().TrimEnd('/');
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = "DynamoSessionTests";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "none";
        start.Environment["TableName"] = tableName;
        return RunningProgram.StartAsync(start);
    }

    /// <summary>Puts a product into the cart, as a browser does through a function URL, and returns the answer's status.</summary>
    public static async Task<int> AddAsync(Support.Http.Browser browser, string product)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/cart/{product}");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        if (browser.Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        return (await browser.SendAsync(request)).Status;
    }
}
