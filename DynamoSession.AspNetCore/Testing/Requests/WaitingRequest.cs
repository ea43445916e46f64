using DynamoSession.AspNetCore.Pipeline;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>A request that the middleware has let through to its endpoint, which is the test. It goes on when the test ends it.</summary>
internal sealed class WaitingRequest
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _pipeline;

    /// <exception cref="InvalidOperationException">The endpoint would never have been called.</exception>
    public WaitingRequest(FakeRequests requests, DefaultHttpContext context)
    {
        Context = context;
        RequestSession? session = null;
        _pipeline = requests.SendAsync(context, loaded =>
        {
            session = loaded;
            return _end.Task;
        });

        // The table is in memory, so the endpoint has been reached by now, or never will be.
        Session = session ?? throw NotReached();
    }

    public DefaultHttpContext Context { get; }

    /// <summary>Gets the session as the middleware has loaded it.</summary>
    public RequestSession Session { get; }

    /// <summary>Lets the request end, as when an endpoint returns or throws.</summary>
    /// <param name="thrown">What the endpoint has thrown; null when it has returned.</param>
    /// <returns>What the middleware has answered an error for, or broken off the answer; null when all was written.</returns>
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
            // The test has it already, and a server would answer 500.
        }

        return Context.Features.Get<SessionFailure>()?.Exception;
    }

    private InvalidOperationException NotReached() => _pipeline.Exception?.InnerException switch
    {
        InvalidOperationException mistake => mistake,
        _ when Context.Response.StatusCode == StatusCodes.Status423Locked => new InvalidOperationException(
            "Another request of this test holds the session's exclusive lease, so that the middleware has answered 423 without calling the endpoint. End that one first, with NextRequestAsync()."),
        _ => new InvalidOperationException(
            $"The session could not be loaded, so that the middleware has answered {Context.Response.StatusCode} without calling the endpoint: the code under test would not run. "
            + "For an endpoint that goes on without its session, say WithPolicy(SessionAccess.Optional).",
            Context.Features.Get<SessionFailure>()?.Exception),
    };
}
