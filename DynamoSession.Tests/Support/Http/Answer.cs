using System.Net;

namespace DynamoSession.Tests.Support.Http;

/// <summary>A response that has been read to its end.</summary>
internal sealed class Answer
{
    private readonly Dictionary<string, string[]> _headers;

    public Answer(HttpStatusCode status, string text, HttpResponseMessage response)
    {
        Status = (int)status;
        Text = text;
        _headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    public int Status { get; }

    public string Text { get; }

    public IReadOnlyList<string> SetCookies => _headers.GetValueOrDefault("Set-Cookie") ?? [];

    public string? Header(string name) => _headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;
}
