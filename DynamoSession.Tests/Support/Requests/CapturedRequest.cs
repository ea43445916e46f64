using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Support.Requests;

/// <summary>A request that would have been sent.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Headers">Its headers by name.</param>
/// <param name="Body">Its body.</param>
internal sealed partial record CapturedRequest(Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Authorization => Headers["Authorization"];

    public string AccessKey => Credential().Match(Authorization).Groups["key"].Value;

    /// <summary>Gets the region and the service that the request is signed for.</summary>
    public string Scope => Credential().Match(Authorization).Groups["scope"].Value;

    public string? Token => Headers.GetValueOrDefault("X-Amz-Security-Token");

    [GeneratedRegex("Credential=(?<key>[^/]+)/[0-9]{8}/(?<scope>[^,]+)/aws4_request,")]
    private static partial Regex Credential();
}
