using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>The body as a stream that opens the gate before its first byte, and discards everything after a failed commit.</summary>
/// <param name="body">The body that the stream writes.</param>
/// <param name="server">The server's body.</param>
/// <param name="gate">The gate.</param>
/// <param name="followsWriter">Whether the body's unflushed data precedes what is written here.</param>
internal sealed class GatedStream(GatedFeatures body, IHttpResponseBodyFeature server, CommitGate gate, bool followsWriter) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (await PassesAsync(buffer.Length, cancellationToken))
        {
            await server.Stream.WriteAsync(buffer, cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (await PassesAsync(bytes: 0, cancellationToken))
        {
            await server.Stream.FlushAsync(cancellationToken);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (PassesSynchronously(buffer.Length))
        {
            server.Stream.Write(buffer);
        }
    }

    public override void Flush()
    {
        if (PassesSynchronously(bytes: 0))
        {
            server.Stream.Flush();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<bool> PassesAsync(int bytes, CancellationToken cancellationToken = default)
    {
        // Don't commit for data that will not be written.
        cancellationToken.ThrowIfCancellationRequested();
        if (followsWriter)
        {
            await body.FlushWriterAsync(bytes);
        }

        return await gate.OpenAsync(bytes);
    }

    private bool PassesSynchronously(int bytes)
    {
        if (!body.AllowsSynchronousIO)
        {
            throw new InvalidOperationException("Synchronous operations are disallowed. Call WriteAsync, or set AllowSynchronousIO to true.");
        }

        // An application that allows synchronous writes has chosen to block; the response still waits for the commit.
        return PassesAsync(bytes).AsTask().GetAwaiter().GetResult();
    }
}
