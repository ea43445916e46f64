using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Wire.Signing;

namespace DynamoSession.Core.Wire;

/// <summary>Writes signed requests.</summary>
internal sealed class WireRequests
{
    private const string ContentType = "application/x-amz-json-1.0";
    private const string NamesWithoutToken = "content-type;host;x-amz-date;x-amz-target";
    private const string NamesWithToken = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";

    private static readonly string[] Targets = [.. Enum.GetNames<WireOperation>().Select(name => $"DynamoDB_20120810.{name}")];

    private readonly LambdaTrace _trace;
    private readonly string _userAgentHeader;
    private readonly string _userAgent;

    public WireRequests(AmazonDynamoDBConfig config, LambdaTrace trace)
    {
        _trace = trace;
        _userAgentHeader = config.UseAlternateUserAgentHeader ? "x-amz-user-agent" : "User-Agent";
        _userAgent = UserAgent.Of(config);
    }

    /// <param name="operation">The operation.</param>
    /// <param name="body">Its JSON, which is not copied.</param>
    /// <param name="endpoint">Where the request goes.</param>
    /// <param name="credentials">Who sends it.</param>
    /// <param name="utcNow">The time by DynamoDB's clock.</param>
    /// <exception cref="FormatException">A header would need a form that is not known here.</exception>
    public HttpRequestMessage Create(
        WireOperation operation, ReadOnlyMemory<byte> body, WireEndpoint endpoint, ImmutableCredentials credentials, DateTime utcNow)
    {
        var moment = SigningMoment.At(utcNow);
        var target = Targets[(int)operation];
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", moment.Time);
        request.Headers.TryAddWithoutValidation("Host", endpoint.Host);
        if (credentials.UseToken)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", credentials.Token);
        }

        request.Headers.TryAddWithoutValidation("Authorization", Sign(target, body.Span, endpoint, credentials, moment));
        request.Headers.TryAddWithoutValidation(_userAgentHeader, _userAgent);
        request.Headers.TryAddWithoutValidation("amz-sdk-request", "attempt=1; max=1");
        if (_trace.Current() is { } trace)
        {
            request.Headers.TryAddWithoutValidation(LambdaTrace.Header, trace);
        }

        return request;
    }

    private static string Sign(
        string target, ReadOnlySpan<byte> body, WireEndpoint endpoint, ImmutableCredentials credentials, SigningMoment moment)
    {
        var contentType = new SignedHeader("content-type", ContentType);
        var host = new SignedHeader("host", endpoint.Host);
        var date = new SignedHeader("x-amz-date", moment.Time);
        var operation = new SignedHeader("x-amz-target", target);
        var form = new CanonicalForm
        {
            Method = "POST",
            Path = "/",
            Query = "",
            Headers = credentials.UseToken
                ? [contentType, host, date, new("x-amz-security-token", credentials.Token), operation]
                : [contentType, host, date, operation],
            HeaderNames = credentials.UseToken ? NamesWithToken : NamesWithoutToken,
            Body = body,
        };
        return endpoint.Signature.Authorize(form, moment, credentials.AccessKey, credentials.SecretKey);
    }
}
