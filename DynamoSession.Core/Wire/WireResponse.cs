using System.Buffers;
using System.Globalization;
using System.IO.Hashing;

namespace DynamoSession.Core.Wire;

/// <summary>Reads a response, and checks whether its body is certainly as DynamoDB has sent it.</summary>
internal static class WireResponse
{
    /// <summary>The longest body that is read. An item has 400 KB at most, in JSON some times as much.</summary>
    public const int LongestBody = 16 * 1024 * 1024;

    // Long enough for most sessions.
    private const int Usual = 32 * 1024;

    /// <returns>The body, in an array that nothing else has; <see langword="null"/> if it is too long or encoded.</returns>
    /// <exception cref="IOException">The connection ended before the body did.</exception>
    /// <exception cref="HttpRequestException">The connection ended before the body did.</exception>
    public static async ValueTask<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // It was not asked for: something between here and DynamoDB has encoded the body.
        if (response.Content.Headers.NonValidated.Contains("Content-Encoding"))
        {
            return null;
        }

        var length = response.Content.Headers.ContentLength;
        if (length > LongestBody)
        {
            return null;
        }

        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (length is not { } known)
        {
            return await ReadToEndAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        // It is filled, or thrown away.
        var body = GC.AllocateUninitializedArray<byte>((int)known);
        await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return body;
    }

    /// <summary>Checks the body by the checksum that DynamoDB sends. Without one, only its grammar tells whether all of it is there.</summary>
    /// <returns><see langword="null"/> if it is damaged.</returns>
    public static WireBody? Check(HttpResponseMessage response, byte[] body)
    {
        if (!response.Headers.NonValidated.TryGetValues("x-amz-crc32", out var values))
        {
            return WireErrors.IsObject(body) ? new WireBody(body, IsVerified: false) : null;
        }

        return body.AsSpan().Trim(" \t\r\n"u8) is [(byte)'{', .., (byte)'}']
            && values.Count == 1
            && uint.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var announced)
            && announced == Crc32.HashToUInt32(body)
                ? new WireBody(body, IsVerified: true)
                : null;
    }

    /// <summary>Reads a body whose length isn't announced. AWS announces it, but DynamoDB Local and some proxies don't.</summary>
    private static async Task<byte[]?> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        // Returned only when all has been read, or when it has become too short: after an exception, something might still be writing to it.
        var buffer = ArrayPool<byte>.Shared.Rent(Usual);
        var length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
            if (length > LongestBody)
            {
                return null;
            }

            buffer = length == buffer.Length ? Enlarge(buffer) : buffer;
        }

        var body = buffer.AsSpan(0, length).ToArray();
        Return(buffer, length);
        return body;
    }

    private static byte[] Enlarge(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        Return(buffer, buffer.Length);
        return larger;
    }

    private static void Return(byte[] buffer, int length)
    {
        // What else uses the pool must not find a session in it.
        buffer.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
