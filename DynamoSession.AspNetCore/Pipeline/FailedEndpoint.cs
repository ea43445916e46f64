using DynamoSession.AspNetCore.Pipeline.Gate;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// Notices that inner middleware responds for an endpoint that has failed, and discards what that endpoint has set. What an exception
/// handler sets afterwards is committed.
/// </summary>
internal sealed class FailedEndpoint(HttpContext context, OnDemandSession session, SessionLog log)
{
    // An earlier pass of the request may have failed too.
    private IExceptionHandlerFeature? _knownError = context.Features.Get<IExceptionHandlerFeature>();
    private int? _featuresChecked;
    private bool _isLeftToGate;

    /// <summary>Called at each use of the session, and before the pipeline changes the response, as an exception handler does before it runs.</summary>
    public void Check()
    {
        // The revision changes whenever a feature is set.
        if (_featuresChecked == context.Features.Revision)
        {
            return;
        }

        _featuresChecked = context.Features.Revision;
        if (context.Features.Get<IExceptionHandlerFeature>() is { } error && !ReferenceEquals(error, _knownError))
        {
            _knownError = error;
            RemoveTempData();
            log.Logger.FailedRequestDiscarded();

            // Should a commit be running that the endpoint has not awaited, the gate discards everything.
            _isLeftToGate |= !session.TryDiscard();
        }
    }

    /// <summary>Returns whether the gate must discard what is set: a time limit responds for the endpoint, or a commit was running when a handler began.</summary>
    public bool MustDiscard(CommitGate gate)
    {
        Check();
        return _isLeftToGate || IsTimedOut(gate);
    }

    /// <summary>Lets an error page load TempData again. MVC keeps it for the whole request, so that the page would show what was not committed.</summary>
    public void RemoveTempData() => context.Items.Remove(typeof(ITempDataDictionary));

    private bool IsTimedOut(CommitGate gate)
    {
        var isTimedOut = gate.HasTimedOut && context.Response.StatusCode is StatusCodes.Status408RequestTimeout or >= StatusCodes.Status500InternalServerError;
        if (isTimedOut)
        {
            log.Logger.FailedRequestDiscarded();
        }

        return isTimedOut;
    }
}
