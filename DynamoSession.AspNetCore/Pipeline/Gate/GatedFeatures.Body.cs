using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

// The response's body. Nothing reaches the server before the gate is open, and nothing at all if the commit fails.
internal sealed partial class GatedFeatures : IHttpResponseBodyFeature
{
    private GatedStream? _stream;
    private GatedWriter? _writer;

    public Stream Stream => _stream ??= new GatedStream(this, _serverBody, _gate, followsWriter: true);

    public PipeWriter Writer => _writer is null && _gate.IsOpen
        ? _serverBody.Writer
        : _writer ??= new GatedWriter(_serverBody, _gate, new GatedStream(this, _serverBody, _gate, followsWriter: false));

    /// <summary>Gets whether the application allows synchronous writes.</summary>
    public bool AllowsSynchronousIO => _features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO ?? false;

    public void DisableBuffering() => _serverBody.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await _gate.OpenAsync())
        {
            await _serverBody.StartAsync(cancellationToken);
        }
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        // Don't commit for a call that the server would refuse.
        cancellationToken.ThrowIfCancellationRequested();
        var length = RefusedResponse.ThrowIfNoSuchPart(path, offset, count);
        await FlushWriterAsync(length);
        if (await _gate.OpenAsync(length))
        {
            await _serverBody.SendFileAsync(path, offset, count, cancellationToken);
        }
    }

    public async Task CompleteAsync()
    {
        await FlushWriterAsync(isComplete: true);
        if (await _gate.OpenAsync(isComplete: true))
        {
            await _serverBody.CompleteAsync();
        }
    }

    /// <summary>Passes on the writer's unflushed data, so that it precedes data written in another way.</summary>
    /// <param name="more">How many bytes follow.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    public ValueTask FlushWriterAsync(long more = 0, bool isComplete = false) => _writer?.PassOnAsync(more, isComplete) ?? ValueTask.CompletedTask;
}
