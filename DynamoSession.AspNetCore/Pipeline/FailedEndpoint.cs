using DynamoSession.AspNetCore.Pipeline.Gate;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Notices that inner middleware responds for an endpoint that has failed, and discards what that endpoint has set.</summary>
internal sealed class FailedEndpoint(HttpContext context, RequestCommit commit)
{
    // An earlier pass of the request may have failed too.
    private IExceptionHandlerFeature? _knownError = context.Features.Get<IExceptionHandlerFeature>();
    private int? _featuresChecked;
    private bool _isHandled;

    /// <summary>Is called before the pipeline changes the response, as an exception handler does before it runs its error page.</summary>
    public void Check()
    {
        if (_featuresChecked != context.Features.Revision)
        {
            _featuresChecked = context.Features.Revision;
            if (context.Features.Get<IExceptionHandlerFeature>() is { } error && !ReferenceEquals(error, _knownError))
            {
                _knownError = error;
                _isHandled = true;
                ForgetTempData();

                // Not awaited, because the handler isn't: should a commit be running, the gate discards the changes.
                _ = commit.DiscardAsync();
            }
        }
    }

    /// <summary>Returns whether the response is not the endpoint's own: it is that of an exception handler, or of a time limit.</summary>
    public bool IsReplaced(CommitGate gate)
    {
        Check();
        return _isHandled || (gate.HasTimedOut && context.Response.StatusCode is StatusCodes.Status408RequestTimeout or >= StatusCodes.Status500InternalServerError);
    }

    /// <summary>Lets an error page load TempData again. MVC keeps it for the whole request, so that the page would show what was not committed.</summary>
    public void ForgetTempData() => context.Items.Remove(typeof(ITempDataDictionary));
}
