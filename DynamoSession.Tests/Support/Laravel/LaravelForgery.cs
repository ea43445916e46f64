using System.Text;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Laravel;

/// <summary>Alters what Laravel has encrypted.</summary>
internal static class LaravelForgery
{
    /// <summary>Returns the payload once with each of its parts altered.</summary>
    /// <param name="payload">An encrypted text; it may be URL-encoded.</param>
    public static IEnumerable<string> Of(string payload) => new[] { "iv", "value", "mac", "tag" }.Select(part => Alter(payload, part));

    private static string Alter(string payload, string part)
    {
        var envelope = JsonNode.Parse(Convert.FromBase64String(Uri.UnescapeDataString(payload)))!.AsObject();
        var text = (string)envelope[part]!;

        // The first character always counts; where there is nothing, anything is too much.
        envelope[part] = text.Length == 0 ? "AAAAAAAAAAAAAAAAAAAAAA==" : (text[0] == '0' ? "1" : "0") + text[1..];
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(envelope.ToJsonString()));
    }
}
