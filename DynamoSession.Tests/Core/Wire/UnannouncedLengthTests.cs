using System.Buffers;
using DynamoSession.Core.Wire;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Responses whose length isn't announced are received in arrays that are used again. None may end up with the bytes of another.</summary>
public sealed class UnannouncedLengthTests
{
    [Test]
    public async Task However_many_are_received_at_once_each_is_its_own()
    {
        var wrong = 0;

        await Parallel.ForAsync(0, 3_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (index, _) =>
        {
            var sent = Body(index, length: 1_000 + (index * 37 % 150_000));
            var fails = index % 5 == 0;
            using var response = Response(new PiecemealStream(sent, failsAt: fails ? sent.Length / 2 : null));

            var received = await ReceiveAsync(response);

            if (fails ? received is not null : !received!.AsSpan().SequenceEqual(sent))
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public async Task What_was_received_stays_as_it_is_while_others_follow()
    {
        var sent = Enumerable.Range(0, 50).Select(index => Body(index, length: 30_000)).ToArray();
        var received = new List<byte[]?>();
        foreach (var body in sent)
        {
            using var response = Response(new PiecemealStream(body, failsAt: null));
            received.Add(await ReceiveAsync(response));
        }

        Assert.That(received, Is.EqualTo(sent));
    }

    [TestCase(20_000)]
    [TestCase(200_000)]
    public async Task Nothing_of_a_session_is_left_where_it_was_received(int length)
    {
        // What nothing else puts into an array.
        var secret = Enumerable.Repeat("a secret that is to be found nowhere "u8.ToArray(), 2).SelectMany(bytes => bytes).ToArray();
        using var response = Response(new PiecemealStream([.. Enumerable.Repeat(secret, length / secret.Length).SelectMany(bytes => bytes)], failsAt: null));
        await ReceiveAsync(response);

        // Those that the pool has for this thread, of every size that the response may have needed.
        var rented = Enumerable.Range(0, 5).Select(size => ArrayPool<byte>.Shared.Rent(16_384 << size)).ToArray();

        Assert.That(rented.Select(array => array.AsSpan().IndexOf(secret)), Is.All.EqualTo(-1));
    }

    private static async Task<byte[]?> ReceiveAsync(HttpResponseMessage response)
    {
        try
        {
            return await WireResponse.ReadAsync(response, CancellationToken.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static HttpResponseMessage Response(Stream stream) => new() { Content = new StreamContent(stream) };

    private static byte[] Body(int index, int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)('a' + (index % 26)));
        return body;
    }

    /// <summary>A response that comes in pieces, and may break off.</summary>
    private sealed class PiecemealStream(byte[] content, int? failsAt) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (_position >= failsAt)
            {
                throw new IOException("The connection has ended.");
            }

            var length = Math.Min(Math.Min(buffer.Length, 4_000), content.Length - _position);
            content.AsMemory(_position, length).CopyTo(buffer);
            _position += length;
            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
