using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace SessionTool.Tail;

/// <summary>
/// Calls DynamoDB Streams, whose client is a package of its own, through the pipeline of DynamoDB's client: with its credentials, signature
/// and retries.
/// </summary>
internal sealed class StreamsClient(AmazonDynamoDBConfig config) : AmazonDynamoDBClient(config)
{
    /// <summary>Makes a call.</summary>
    /// <param name="operation">The operation's name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="AmazonServiceException">DynamoDB has refused the call.</exception>
    public async Task<JsonElement> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        var options = new InvokeOptions { RequestMarshaller = Marshaller.Instance, ResponseUnmarshaller = Unmarshaller.Instance };
        return (await InvokeAsync<Output>(new Input(operation, input), options, cancellationToken)).Body;
    }

    private sealed class Input(string operation, JsonObject body) : AmazonDynamoDBRequest
    {
        public string Operation => operation;

        public JsonObject Body => body;
    }

    private sealed class Output : AmazonWebServiceResponse
    {
        public JsonElement Body { get; init; }
    }

    private sealed class Marshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static Marshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var call = (Input)input;
            var request = new DefaultRequest(input, "Amazon.DynamoDBv2")
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = Encoding.UTF8.GetBytes(call.Body.ToJsonString()),
            };
            request.Headers["X-Amz-Target"] = $"DynamoDBStreams_20120810.{call.Operation}";
            request.Headers["Content-Type"] = "application/x-amz-json-1.0";
            return request;
        }
    }

    private sealed class Unmarshaller : JsonResponseUnmarshaller
    {
        public static Unmarshaller Instance { get; } = new();

        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
        {
            // Fields nest more deeply than the default allows.
            using var document = JsonDocument.Parse(input.Stream, new() { MaxDepth = 256 });
            return new Output { Body = document.RootElement.Clone() };
        }

        public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new AmazonDynamoDBException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
    }
}
