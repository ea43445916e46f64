using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>A request that the middleware has passed to its endpoint, which is the test. It continues when the test ends it.</summary>
internal sealed class WaitingRequest
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _pipeline;

    /// <exception cref="InvalidOperationException">The middleware has not called the endpoint.</exception>
    public WaitingRequest(FakeRequests requests, DefaultHttpContext context)
    {
        Context = context;
        RequestSession? session = null;
        _pipeline = requests.SendAsync(context, loaded =>
        {
            session = loaded;
            return _end.Task;
        });

        // The table is in memory, so the endpoint has been called by now, or will never be.
        Session = session ?? throw NotReached();
    }

    public DefaultHttpContext Context { get; }

    /// <summary>Gets the session that the middleware has loaded.</summary>
    public RequestSession Session { get; }

    /// <summary>Ends the request, as if an endpoint had returned or thrown.</summary>
    /// <param name="thrown">The endpoint's exception; null if it has returned.</param>
    /// <returns>The exception for which the middleware responded with an error or aborted the response; null if everything was written.</returns>
    public async Task<SessionException?> EndAsync(Exception? thrown)
    {
        if (thrown is null)
        {
            _end.TrySetResult();
        }
        else
        {
            _end.TrySetException(thrown);
        }

        try
        {
            await _pipeline;
        }
        catch (Exception exception) when (ReferenceEquals(exception, thrown))
        {
            // The test already has this exception, for which a server would respond with 500.
        }

        return Context.Features.Get<SessionFailure>()?.Exception;
    }

    private InvalidOperationException NotReached() => _pipeline.Exception?.InnerException switch
    {
        InvalidOperationException mistake => mistake,
        _ when Context.Response.StatusCode == StatusCodes.Status423Locked => new InvalidOperationException(
            "Another request of this test holds the session's exclusive lease, so the middleware responded with 423 without calling the endpoint. End that request first, with NextRequestAsync()."),
        _ => new InvalidOperationException(
            $"The session could not be loaded, so the middleware responded with {Context.Response.StatusCode} without calling the endpoint: the code under test would not run. "
            + "For an endpoint that can run without its session, call WithPolicy(SessionAccess.Optional).",
            Context.Features.Get<SessionFailure>()?.Exception),
    };
}
