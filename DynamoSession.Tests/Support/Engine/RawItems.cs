using System.Net.Http.Headers;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>Writes items that the SDK would not send, for example text that is not valid Unicode.</summary>
internal static class RawItems
{
    /// <param name="tableName">A table of the engine.</param>
    /// <param name="itemJson">The item in DynamoDB JSON, sent as it is.</param>
    public static async Task PutAsync(string tableName, string itemJson)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, (await TestEngine.ClientAsync()).Config.ServiceURL)
        {
            Content = new StringContent($$"""{"TableName":"{{tableName}}","Item":{{itemJson}}}"""),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.PutItem");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=DynamoSessionTests/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
