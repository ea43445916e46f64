using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>The ways in which an endpoint can answer.</summary>
internal static class ResponseShapes
{
    private static readonly string FilePath = CreateFile();
    private static readonly byte[] Large = [.. Enumerable.Range(0, 5 * 1024 * 1024).Select(index => (byte)('a' + (index % 26)))];

    private static readonly Dictionary<string, RequestDelegate> Shapes = new()
    {
        ["nothing"] = _ => Task.CompletedTask,
        ["no-content"] = Answer(response => response.StatusCode = StatusCodes.Status204NoContent),
        ["redirect"] = Answer(response => response.Redirect("/elsewhere")),
        ["text"] = context => context.Response.WriteAsync("hello"),
        ["json"] = context => context.Response.WriteAsJsonAsync(new { Name = "hello", Numbers = Enumerable.Range(0, 3) }),
        ["json-result"] = context => Results.Json(new { Name = "hello" }).ExecuteAsync(context),
        ["content-length"] = async context =>
        {
            context.Response.ContentLength = 5;
            await context.Response.WriteAsync("hello");
        },
        ["file"] = context => context.Response.SendFileAsync(FilePath),
        ["file-result"] = context => Results.File(FilePath, "text/plain").ExecuteAsync(context),
        ["stream-result"] = context => Results.Stream(new MemoryStream("hello"u8.ToArray()), "text/plain").ExecuteAsync(context),
        ["writer-flushed"] = async context =>
        {
            context.Response.BodyWriter.Write("hello"u8);
            await context.Response.BodyWriter.FlushAsync();
        },
        ["writer-advanced"] = Answer(response => response.BodyWriter.Write("hello"u8)),
        ["writer-empty-flush"] = async context =>
        {
            await context.Response.BodyWriter.FlushAsync();
            Assert.That(context.Response.HasStarted, Is.True);
        },
        ["writer-completed"] = async context =>
        {
            context.Response.BodyWriter.Write("hello"u8);
            await context.Response.BodyWriter.CompleteAsync();
        },
        ["writer-as-stream"] = async context =>
        {
            await using var stream = context.Response.BodyWriter.AsStream(leaveOpen: true);
            await stream.WriteAsync("hello"u8.ToArray());
        },
        ["chunks"] = async context =>
        {
            await using var writer = new StreamWriter(context.Response.Body, leaveOpen: true);
            foreach (var word in new[] { "first ", "second ", "third" })
            {
                await writer.WriteAsync(word);
                await writer.FlushAsync();
            }
        },
        ["start"] = async context =>
        {
            await context.Response.StartAsync();
            await context.Response.WriteAsync("hello");
        },
        ["start-advanced"] = async context =>
        {
            context.Response.BodyWriter.Write("1"u8);
            await context.Response.StartAsync();
            context.Response.BodyWriter.Write("2"u8);
        },
        ["body-flush"] = context => context.Response.Body.FlushAsync(),
        ["complete"] = async context =>
        {
            context.Response.BodyWriter.Write("hello"u8);
            await context.Response.CompleteAsync();
        },
        ["complete-only"] = context => context.Response.CompleteAsync(),
        ["mixed"] = async context =>
        {
            var (body, writer) = (context.Response.Body, context.Response.BodyWriter);
            writer.Write("1"u8);
            await body.WriteAsync("2"u8.ToArray());
            writer.Write("3"u8);
            context.Response.BodyWriter.Write("4"u8);
            await body.WriteAsync("5"u8.ToArray());
            await context.Response.WriteAsync("6");
            writer.Write("7"u8);
            await context.Response.SendFileAsync(FilePath);
            writer.Write("8"u8);
        },
        ["synchronous"] = context =>
        {
            context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            context.Response.Body.Write("hel"u8);
            context.Response.Body.Flush();
            context.Response.Body.Write("lo"u8);
            return Task.CompletedTask;
        },
        ["replaced-body"] = async context =>
        {
            var body = context.Response.Body;
            using var buffer = new MemoryStream();
            context.Response.Body = buffer;
            await context.Response.WriteAsync("hello");
            context.Response.Body = body;
            context.Response.ContentLength = buffer.Length;
            buffer.Position = 0;
            await buffer.CopyToAsync(body);
        },
        ["large"] = async context => await context.Response.Body.WriteAsync(Large),
        ["large-advanced"] = Answer(response => response.BodyWriter.Write(Large)),
    };

    public static IEnumerable<string> Names => Shapes.Keys;

    public static RequestDelegate Of(string name) => Shapes[name];

    private static RequestDelegate Answer(Action<HttpResponse> answer) => context =>
    {
        answer(context.Response);
        return Task.CompletedTask;
    };

    private static string CreateFile()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "response-shape.txt");
        File.WriteAllText(path, "a file", Encoding.ASCII);
        return path;
    }
}
