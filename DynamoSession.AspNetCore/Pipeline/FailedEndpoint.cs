using DynamoSession.AspNetCore.Pipeline.Gate;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Notices that inner middleware responds for an endpoint that has failed.</summary>
internal sealed class FailedEndpoint(HttpContext context)
{
    // An earlier pass of the request may have failed too.
    private readonly IExceptionHandlerFeature? _knownError = context.Features.Get<IExceptionHandlerFeature>();

    /// <summary>Returns whether the response is not the endpoint's own: it is that of an exception handler, or of a time limit.</summary>
    public bool IsReplaced(CommitGate gate) =>
        (context.Features.Get<IExceptionHandlerFeature>() is { } error && !ReferenceEquals(error, _knownError))
        || (gate.HasTimedOut && context.Response.StatusCode is StatusCodes.Status408RequestTimeout or >= StatusCodes.Status500InternalServerError);
}
