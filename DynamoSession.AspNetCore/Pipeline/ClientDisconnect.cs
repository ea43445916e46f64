using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Recognizes the exceptions with which streams and sockets end because the client has left.</summary>
internal static class ClientDisconnect
{
    /// <param name="exception">The exception of the pipeline.</param>
    /// <param name="requestAborted">The request's token, which may be canceled a moment later than the exception is thrown.</param>
    public static bool IsReasonFor(Exception exception, CancellationToken requestAborted) => exception switch
    {
        ConnectionResetException or ConnectionAbortedException => true,
        WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely } => true,
        OperationCanceledException or IOException or WebSocketException => requestAborted.IsCancellationRequested,
        _ => false,
    };
}
