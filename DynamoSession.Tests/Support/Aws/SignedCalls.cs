using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Support.Aws;

/// <summary>A server in the place of DynamoDB that has no items, and keeps who has called for which region.</summary>
internal sealed partial class SignedCalls : IAsyncDisposable
{
    private readonly WebApplication _server;

    private SignedCalls(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    /// <summary>Gets the access key and the region that the last call was signed with.</summary>
    public (string AccessKey, string Region) Last { get; private set; }

    public static async Task<SignedCalls> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var calls = new SignedCalls(builder.Build());
        calls._server.Run(calls.AnswerAsync);
        await calls._server.StartAsync();
        return calls;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var credential = Credential().Match(context.Request.Headers.Authorization.ToString());
        Last = (credential.Groups["key"].Value, credential.Groups["region"].Value);
        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.WriteAsync("{}", context.RequestAborted);
    }

    [GeneratedRegex("Credential=(?<key>[^/]+)/[0-9]+/(?<region>[^/]+)/dynamodb/")]
    private static partial Regex Credential();
}
