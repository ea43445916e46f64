using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DynamoSession.Core.Wire;

/// <summary>What the SDK shows of a client only to derived clients or to itself. Another version may lack it: <see cref="MissingMemberException"/>.</summary>
internal static class ClientInternals
{
    /// <returns>The handlers of each call; <see langword="null"/> when the client is disposed.</returns>
    public static RuntimePipeline? Pipeline(AmazonDynamoDBClient client) => RuntimePipelineOf(client);

    /// <summary>Returns whether the client's events have handlers.</summary>
    public static bool HasListeners(AmazonDynamoDBClient client) =>
        BeforeMarshalling(client) is not null || BeforeRequest(client) is not null || AfterResponse(client) is not null || OnException(client) is not null;

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RuntimePipeline")]
    private static extern RuntimePipeline? RuntimePipelineOf(AmazonServiceClient client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "mBeforeMarshallingEvent")]
    private static extern ref PreRequestEventHandler? BeforeMarshalling(AmazonServiceClient client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "mBeforeRequestEvent")]
    private static extern ref RequestEventHandler? BeforeRequest(AmazonServiceClient client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "mAfterResponseEvent")]
    private static extern ref ResponseEventHandler? AfterResponse(AmazonServiceClient client);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "mExceptionEvent")]
    private static extern ref ExceptionEventHandler? OnException(AmazonServiceClient client);
}
