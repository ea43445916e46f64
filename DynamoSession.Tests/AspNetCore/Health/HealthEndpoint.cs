using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DynamoSession.Tests.AspNetCore.Health;

/// <summary>An application's <c>/health</c>, which shows what its checks say.</summary>
internal static class HealthEndpoint
{
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    public static void Register(WebApplicationBuilder builder) => builder.Services.AddHealthChecks().AddDynamoSession();

    /// <summary>Asks for the health.</summary>
    /// <returns>The status of the response, and what the check named <c>dynamosession</c>, or another one, says.</returns>
    public static async Task<(int HttpStatus, string Status, string Description, JsonObject Data)> AskAsync(SessionApp app, string name = "dynamosession")
    {
        using var browser = app.NewBrowser();
        var answer = await browser.GetAsync("/health");
        var entry = JsonNode.Parse(answer.Text)![name]!;
        return (answer.Status, (string)entry["status"]!, (string)entry["description"]!, entry["data"]!.AsObject());
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsync(JsonSerializer.Serialize(report.Entries.ToDictionary(
        entry => entry.Key,
        entry => new { status = $"{entry.Value.Status}", description = entry.Value.Description, data = entry.Value.Data })));
}
