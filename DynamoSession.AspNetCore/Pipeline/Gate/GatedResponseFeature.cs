using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>The response's status and headers. It counts as started once the gate has decided; callbacks for its start run before the commit.</summary>
internal sealed class GatedResponseFeature(
    IHttpResponseFeature server, GatedBodyFeature body, CommitGate gate, StartingCallbacks callbacks, CommitGate.IOwner owner)
    : IHttpResponseFeature
{
    public int StatusCode
    {
        get => server.StatusCode;
        set
        {
            NoteAccess();
            server.StatusCode = value;
        }
    }

    public string? ReasonPhrase
    {
        get => server.ReasonPhrase;
        set => server.ReasonPhrase = value;
    }

    public IHeaderDictionary Headers
    {
        get
        {
            NoteAccess();
            return server.Headers;
        }
        set => server.Headers = value;
    }

    [Obsolete("Use IHttpResponseBodyFeature.Stream instead.")]
    public Stream Body
    {
        get => body.Stream;
        set => throw new NotSupportedException("Replace the response body through HttpResponse.Body or IHttpResponseBodyFeature.");
    }

    public bool HasStarted => gate.IsDecided || server.HasStarted;

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted)
        {
            throw new InvalidOperationException("OnStarting cannot be called because the response has already started.");
        }

        NoteAccess();
        callbacks.Add(callback, state);
    }

    public void OnCompleted(Func<object, Task> callback, object state) => server.OnCompleted(callback, state);

    private void NoteAccess()
    {
        if (!HasStarted)
        {
            owner.OnResponseAccess(server.Headers);
        }
    }
}
