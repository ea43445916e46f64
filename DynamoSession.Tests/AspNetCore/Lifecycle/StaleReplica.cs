using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Answers eventually consistent reads with the items as they were when it last caught up.</summary>
internal sealed class StaleReplica
{
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _reads = [];
    private readonly SessionApp _app;

    public StaleReplica(SessionApp app)
    {
        _app = app;
        app.Wire.Answer = Answer;
    }

    /// <summary>Returns the consistency of each read since the last call.</summary>
    public string[] TakeReads()
    {
        var reads = _reads.ToArray();
        _reads.Clear();
        return reads;
    }

    /// <summary>Takes a session as it is now.</summary>
    public async Task CatchUpAsync(string? cookie)
    {
        var key = SessionApp.KeyOf(cookie);
        await _app.Client.GetItemAsync(new GetItemRequest { TableName = _app.TableName, Key = new() { ["id"] = new(key) }, ConsistentRead = true });
        _answers[key] = _app.Wire.Calls.Last(call => call.IsRead).Response!.ToJsonString();
        TakeReads();
    }

    private HttpResponseMessage? Answer(string operation, JsonNode request)
    {
        if (operation != "GetItem")
        {
            return null;
        }

        var isStrong = (bool?)request["ConsistentRead"] == true;
        _reads.Add(isStrong ? "strong" : "eventual");
        return isStrong ? null : new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(_answers.GetValueOrDefault((string)request["Key"]!["id"]!["S"]!, "{}"), Encoding.UTF8, "application/x-amz-json-1.0"),
        };
    }
}
