using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>Notes each request in front of the whole pipeline, once an inspector is mapped.</summary>
internal sealed class InspectionStartupFilter(Inspection inspection) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // Called when the whole pipeline is known: where no inspector is mapped, nothing is added.
        app.Use(inner => inspection.IsEnabled ? context => NoteAsync(context, inner) : inner);
        next(app);
    };

    private async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        var request = inspection.Begin(context);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            request.End(status);
        }
    }
}
