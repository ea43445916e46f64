using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

// The response's status and headers. It counts as started once the gate has decided; callbacks for its start run before the commit.
internal sealed partial class GatedFeatures : IHttpResponseFeature
{
    public int StatusCode
    {
        get => ServerResponse.StatusCode;
        set
        {
            NoteAccess();
            ServerResponse.StatusCode = value;
        }
    }

    public string? ReasonPhrase
    {
        get => ServerResponse.ReasonPhrase;
        set => ServerResponse.ReasonPhrase = value;
    }

    public IHeaderDictionary Headers
    {
        get
        {
            NoteAccess();
            return ServerResponse.Headers;
        }
        set => ServerResponse.Headers = value;
    }

    [Obsolete("Use IHttpResponseBodyFeature.Stream instead.")]
    public Stream Body
    {
        get => Stream;
        set => throw new NotSupportedException("Replace the response body through HttpResponse.Body or IHttpResponseBodyFeature.");
    }

    public bool HasStarted => _gate.IsDecided || ServerResponse.HasStarted;

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (HasStarted)
        {
            throw new InvalidOperationException("OnStarting cannot be called because the response has already started.");
        }

        NoteAccess();
        _gate.Callbacks.Add(callback, state);
    }

    public void OnCompleted(Func<object, Task> callback, object state) => ServerResponse.OnCompleted(callback, state);

    private void NoteAccess()
    {
        if (!HasStarted)
        {
            _gate.Owner.OnResponseAccess(ServerResponse.Headers);
        }
    }
}
