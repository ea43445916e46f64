using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>Detects responses that a server refuses to send, before the commit: otherwise, the client would get an error for changes that were made.</summary>
internal static class RefusedResponse
{
    /// <summary>Checks the beginning of a body against the response's status and Content-Length.</summary>
    /// <param name="response">The response.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="bytes">How many bytes are about to be sent.</param>
    /// <param name="isComplete">Whether these are all.</param>
    /// <exception cref="InvalidOperationException">The server would refuse the response.</exception>
    public static void ThrowIfRefused(IHttpResponseFeature response, string? method, long bytes, bool isComplete)
    {
        if (method is not null && HttpMethods.IsHead(method))
        {
            return;
        }

        var status = response.StatusCode;
        if (!MayHaveBody(status))
        {
            if (bytes > 0)
            {
                throw new InvalidOperationException($"A response with status code {status.ToString(CultureInfo.InvariantCulture)} cannot have a body.");
            }

            return;
        }

        if (response.Headers.ContentLength is not { } length || !StringValues.IsNullOrEmpty(response.Headers.TransferEncoding))
        {
            return;
        }

        if (bytes > length || (isComplete && bytes < length))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The response's Content-Length is {length}, but the body has {bytes} bytes{(isComplete ? "" : " or more")}."));
        }
    }

    /// <summary>Checks a part of a file.</summary>
    /// <returns>How many bytes will be sent.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The file does not have that part.</exception>
    public static long ThrowIfNoSuchPart(string path, long offset, long? count)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException("The file to send does not exist.", path);
        }

        if (offset < 0 || offset > file.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "The offset is outside of the file.");
        }

        if (count < 0 || count > file.Length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "The part of the file to send ends after the file.");
        }

        return count ?? file.Length - offset;
    }

    private static bool MayHaveBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified) and >= StatusCodes.Status200OK;
}
