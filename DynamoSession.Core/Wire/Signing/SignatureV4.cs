using System.Security.Cryptography;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Wire.Signing;

/// <summary>Signs requests by AWS Signature Version 4.</summary>
/// <remarks>Requests to DynamoDB have only one form, the canonical one, so nothing here brings a request into it.</remarks>
/// <param name="region">The region that requests are signed for.</param>
/// <param name="service">The name of the service in signatures.</param>
internal sealed class SignatureV4(string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    // More than a request without a session token needs.
    private const int UsualLength = 1024;

    private volatile SigningScope? _lastScope;

    /// <param name="request">The request.</param>
    /// <param name="moment">The time, which is also in a header.</param>
    /// <param name="accessKey">The id of the access key.</param>
    /// <param name="secretKey">The secret access key.</param>
    /// <returns>The value of the header Authorization.</returns>
    public string Authorize(scoped in CanonicalForm request, SigningMoment moment, string accessKey, string secretKey)
    {
        var scope = ScopeOf(secretKey, moment.Date);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var canonical = new Utf8Text(stackalloc byte[UsualLength]);
        var toSign = new Utf8Text(stackalloc byte[UsualLength]);
        try
        {
            WriteCanonicalRequest(ref canonical, request);
            WriteStringToSign(ref toSign, moment, scope.Name, canonical.Written);
            scope.Sign(toSign.Written, signature);
        }
        finally
        {
            canonical.Dispose();
            toSign.Dispose();
        }

        return $"{Algorithm} Credential={accessKey}/{scope.Name}, SignedHeaders={request.HeaderNames}, Signature={Convert.ToHexStringLower(signature)}";
    }

    /// <summary>Writes all that the signature covers.</summary>
    internal static void WriteCanonicalRequest(ref Utf8Text text, scoped in CanonicalForm request)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        text.Append(request.Method);
        text.Append("\n"u8);
        text.Append(request.Path);
        text.Append("\n"u8);
        text.Append(request.Query);
        text.Append("\n"u8);
        foreach (var header in request.Headers)
        {
            text.Append(header.Name);
            text.Append(":"u8);
            text.Append(header.Value);
            text.Append("\n"u8);
        }

        text.Append("\n"u8);
        text.Append(request.HeaderNames);
        text.Append("\n"u8);
        Sha256.Hash(request.Body, hash);
        text.AppendHex(hash);
    }

    internal static void WriteStringToSign(ref Utf8Text text, SigningMoment moment, string scope, scoped ReadOnlySpan<byte> canonicalRequest)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        text.Append(Algorithm);
        text.Append("\n"u8);
        text.Append(moment.Time);
        text.Append("\n"u8);
        text.Append(scope);
        text.Append("\n"u8);
        Sha256.Hash(canonicalRequest, hash);
        text.AppendHex(hash);
    }

    private SigningScope ScopeOf(string secretKey, string date)
    {
        if (_lastScope is { } last && last.Fits(secretKey, date))
        {
            return last;
        }

        // Two threads may derive the same key; either is right.
        return _lastScope = new SigningScope(secretKey, date, region, service);
    }
}
