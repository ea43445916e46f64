using System.Text;
using System.Text.RegularExpressions;
using DynamoSession.Core.Wire.Signing;

namespace DynamoSession.Tests.Core.Wire.Signing;

/// <summary>A signed request as text, brought into the canonical form, which requests to DynamoDB have from the start.</summary>
internal sealed partial class SignedRequest
{
    private SignedRequest(string text)
    {
        var (head, body) = text.Split("\n\n", 2) is [var first, var second] ? (first, second) : throw new FormatException(text);
        var lines = Continuation().Replace(head, ",").Split('\n');
        var (method, target) = RequestLine().Match(lines[0]) is { Success: true } line ? (line.Groups[1].Value, line.Groups[2].Value) : throw new FormatException(lines[0]);
        var headers = lines[1..].Select(Header).ToArray();
        Method = method;
        Authorization = headers.Single(header => header.Name == "authorization").Value;
        HeaderNames = SignedNames().Match(Authorization).Groups[1].Value;
        Headers = [.. HeaderNames.Split(';').Select(name => Joined(name, headers))];
        Body = Encoding.UTF8.GetBytes(body);
        Path = CanonicalPath(target.Split('?')[0]);
        Query = CanonicalQuery(target.Split('?', 2) is [_, var query] ? query : "");
    }

    public string Method { get; }

    public string Path { get; }

    public string Query { get; }

    public SignedHeader[] Headers { get; }

    public string HeaderNames { get; }

    public byte[] Body { get; }

    public string Authorization { get; }

    public CanonicalForm Form => new()
    {
        Method = Method,
        Path = Path,
        Query = Query,
        Headers = Headers,
        HeaderNames = HeaderNames,
        Body = Body,
    };

    public static SignedRequest Parse(string text) => new(text);

    private static SignedHeader Header(string line) =>
        line.Split(':', 2) is [var name, var value] ? new(name.ToLowerInvariant(), Spaces().Replace(value.Trim(), " ")) : throw new FormatException(line);

    private static SignedHeader Joined(string name, SignedHeader[] headers) =>
        new(name, string.Join(',', headers.Where(header => header.Name == name).Select(header => header.Value)));

    private static string CanonicalPath(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/').Where(segment => segment is not ("" or ".")))
        {
            if (segment != "..")
            {
                segments.Add(Uri.EscapeDataString(segment));
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }

        var end = segments.Count > 0 && path.EndsWith('/') ? "/" : "";
        return "/" + string.Join('/', segments) + end;
    }

    private static string CanonicalQuery(string query)
    {
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .Select(parts => (Name: Encode(parts[0]), Value: parts.Length > 1 ? Encode(parts[1]) : ""));
        return string.Join('&', parameters
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}"));
    }

    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    // The path of a request in the suite may contain spaces.
    [GeneratedRegex("^([A-Z]+) (.*) HTTP/1.1$")]
    private static partial Regex RequestLine();

    [GeneratedRegex("\n +")]
    private static partial Regex Continuation();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("SignedHeaders=([^,]+),")]
    private static partial Regex SignedNames();
}
