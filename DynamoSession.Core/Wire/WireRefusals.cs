using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace DynamoSession.Core.Wire;

/// <summary>What DynamoDB refuses for good: the SDK would not attempt it again, so it need not be asked to.</summary>
internal static class WireRefusals
{
    /// <param name="name">The name of the error.</param>
    public static bool IsFinal(string? name) => name is "AccessDeniedException" or "ResourceNotFoundException" or "ValidationException";

    /// <summary>Returns the exception that the SDK creates of the same response.</summary>
    /// <exception cref="MissingMemberException">This version of the SDK cannot be asked.</exception>
    public static AmazonServiceException ExceptionOf(WireOperation operation, HttpResponseMessage response, byte[] body)
    {
        JsonResponseUnmarshaller unmarshaller = operation == WireOperation.GetItem ? GetItemResponseUnmarshaller.Instance : UpdateItemResponseUnmarshaller.Instance;
        using var stream = new MemoryStream(body, writable: false);
        using var context = new JsonUnmarshallerContext(stream, maintainResponseBody: false, CreateResponseData(response), isException: true);
        return unmarshaller.UnmarshallException(context, innerException: null, response.StatusCode);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern HttpClientResponseData CreateResponseData(HttpResponseMessage response);
}
