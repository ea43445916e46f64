using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>The response's body. Nothing reaches the server before the gate is open, and nothing at all if the commit fails.</summary>
internal sealed class GatedBodyFeature : IHttpResponseBodyFeature, IDisposable
{
    private readonly IHttpResponseBodyFeature _server;
    private readonly CommitGate _gate;
    private readonly GatedStream _writerTarget;
    private GatedWriter? _writer;

    public GatedBodyFeature(IHttpResponseBodyFeature server, CommitGate gate, Func<bool> allowsSynchronousIO)
    {
        _server = server;
        _gate = gate;
        _writerTarget = new GatedStream(server, gate, beforeWrite: null, allowsSynchronousIO);
        Stream = new GatedStream(server, gate, beforeWrite: more => FlushWriterAsync(more), allowsSynchronousIO);
    }

    public Stream Stream { get; }

    public PipeWriter Writer => _writer is null && _gate.IsOpen ? _server.Writer : _writer ??= new GatedWriter(_server, _gate, _writerTarget);

    public void DisableBuffering() => _server.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await _gate.OpenAsync())
        {
            await _server.StartAsync(cancellationToken);
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
            await _server.SendFileAsync(path, offset, count, cancellationToken);
        }
    }

    public async Task CompleteAsync()
    {
        await FlushWriterAsync(isComplete: true);
        if (await _gate.OpenAsync(isComplete: true))
        {
            await _server.CompleteAsync();
        }
    }

    /// <summary>Passes on the writer's unflushed data, so that it precedes data written in another way.</summary>
    /// <param name="more">How many bytes follow.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    public ValueTask FlushWriterAsync(long more = 0, bool isComplete = false) => _writer?.PassOnAsync(more, isComplete) ?? ValueTask.CompletedTask;

    public void Dispose() => _writer?.Release();
}
