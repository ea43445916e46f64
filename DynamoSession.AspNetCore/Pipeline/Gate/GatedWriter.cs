using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>
/// The body as a writer. Data written before the gate is open is held here, so that it can be discarded; after that, the server's own
/// writer is used.
/// </summary>
internal sealed class GatedWriter(IHttpResponseBodyFeature server, CommitGate gate, Stream target) : PipeWriter
{
    // Tells a caller that writes until the reader has completed to stop.
    private static readonly FlushResult Dropped = new(isCanceled: false, isCompleted: true);

    private readonly PipeWriter _held = Create(target, new StreamPipeWriterOptions(leaveOpen: true));
    private PipeWriter? _lender;

    public override bool CanGetUnflushedBytes => Current.CanGetUnflushedBytes;

    public override long UnflushedBytes => Current.UnflushedBytes;

    private PipeWriter Current => gate.IsOpen && _held.UnflushedBytes == 0 ? server.Writer : _held;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Lend().GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Lend().GetSpan(sizeHint);

    // The gate may have been opened since the memory was handed out.
    public override void Advance(int bytes) => (_lender ?? Current).Advance(bytes);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await PassOnAsync(cancellationToken: cancellationToken);
        return await gate.OpenAsync() ? await server.Writer.FlushAsync(cancellationToken) : Dropped;
    }

    /// <summary>Passes on, or discards, what was written before the gate decided; opens the gate if there is any data.</summary>
    /// <param name="more">How many bytes follow in another way.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async ValueTask PassOnAsync(long more = 0, bool isComplete = false, CancellationToken cancellationToken = default)
    {
        if (_held.UnflushedBytes > 0)
        {
            await gate.OpenAsync(_held.UnflushedBytes + more, isComplete);

            // Another caller that waited for the gate may have done it already.
            if (_held.UnflushedBytes > 0)
            {
                await _held.FlushAsync(cancellationToken);
            }
        }
    }

    public override void CancelPendingFlush()
    {
        if (gate.IsOpen)
        {
            server.Writer.CancelPendingFlush();
        }
    }

    public override void Complete(Exception? exception = null)
    {
        // What is still held is passed on when the pipeline has ended; the server then completes by itself.
        if (exception is not null || (gate.IsOpen && _held.UnflushedBytes == 0))
        {
            server.Writer.Complete(exception);
        }
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is not null || (await FlushAsync()) is { IsCompleted: false })
        {
            await server.Writer.CompleteAsync(exception);
        }
    }

    /// <summary>Releases the memory.</summary>
    public void Release() =>
        // With an exception, so that nothing is flushed.
        _held.Complete(new OperationCanceledException());

    private PipeWriter Lend() => _lender = Current;
}
