using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Chromium;

/// <summary>The errors in the console of a page: of scripts, of what its policy forbids, and of files that could not be loaded.</summary>
internal sealed class ConsoleErrors(ConcurrentQueue<JsonNode> entries, ConcurrentQueue<JsonNode> exceptions)
{
    /// <summary>Returns the errors so far, without those about the status of the page itself.</summary>
    /// <param name="page">The address of the page.</param>
    public IReadOnlyList<string> Except(string page) =>
    [
        .. entries.Select(entry => entry["entry"]!)
            .Where(entry => (string)entry["level"]! == "error" && ((string)entry["source"]! != "network" || (string?)entry["url"] != page))
            .Select(entry => entry.ToJsonString()),
        .. exceptions.Select(exception => exception.ToJsonString()),
    ];
}
