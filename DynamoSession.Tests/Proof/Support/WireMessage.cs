using System.Net;
using System.Net.Http.Headers;

namespace DynamoSession.Tests.Proof.Support;

/// <summary>A call that can be delivered more than once, and the response to each delivery.</summary>
internal sealed class WireMessage(HttpRequestMessage original, byte[] body)
{
    public string Operation { get; } = original.Headers.GetValues("X-Amz-Target").Single().Split('.')[1];

    public byte[] Body { get; set; } = body;

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(original.Method, original.RequestUri) { Content = new ByteArrayContent(Body), Version = original.Version };
        Copy(original.Headers, request.Headers);
        foreach (var header in original.Content!.Headers.Where(header => header.Key != "Content-Length"))
        {
            request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }

    public HttpResponseMessage CreateResponse(HttpStatusCode status, byte[] content, HttpResponseMessage? like = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(content), RequestMessage = original };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        if (like is not null)
        {
            Copy(like.Headers, response.Headers);
        }

        return response;
    }

    private static void Copy(HttpHeaders from, HttpHeaders to)
    {
        foreach (var header in from)
        {
            to.TryAddWithoutValidation(header.Key, header.Value);
        }
    }
}
