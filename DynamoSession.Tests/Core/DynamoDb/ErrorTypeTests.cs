using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Tests.Core.DynamoDb;

/// <summary>What telemetry calls the cause of a failure.</summary>
public sealed class ErrorTypeTests
{
    private static readonly (string Type, Exception Failure)[] Failures =
    [
        ("table_missing", new ResourceNotFoundException("x")),
        ("item_unreadable", new AmazonUnmarshallingException("x", "x", new InvalidOperationException())),
        ("throttled", new ProvisionedThroughputExceededException("x")),
        ("throttled", Service("ThrottlingException")),
        ("access_denied", Service("AccessDeniedException")),
        ("credentials_rejected", Service("ExpiredTokenException")),
        ("invalid_request", Service("ValidationException")),
        ("server_error", Service("InternalServerError", HttpStatusCode.InternalServerError)),
        ("rejected", Service("Unheard")),
        ("not_sent", new AmazonClientException("no credentials")),
        ("not_sent", new ProcessAWSCredentialException("exit code 1")),
        ("not_sent", new AmazonServiceException("no credentials of a container")),
        ("not_sent", new InvalidOperationException("no metadata service") { Source = "AWSSDK.Core" }),
        ("timeout", new TimeoutException()),
        ("timeout", new TaskCanceledException()),
        ("unreachable", new HttpRequestException("refused")),
        ("unreachable", new AmazonServiceException(new HttpRequestException("refused"))),
    ];

    /// <summary>Gets all causes that DynamoDB's responses, or their absence, can have.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Failures.Select(failure => failure.Type).Distinct()];

    private static IEnumerable<TestCaseData> Cases() =>
        Failures.Select((failure, number) => new TestCaseData(failure.Failure, failure.Type).SetArgDisplayNames($"{number}: {failure.Type}"));

    [TestCaseSource(nameof(Cases))]
    public void A_failure_has_the_type_of_its_cause(Exception failure, string type) =>
        Assert.That(DynamoDbErrors.Describe(TableOperation.Load, "sessions", failure).ErrorType, Is.EqualTo(type));

    [Test]
    public void A_failure_of_an_applications_own_table_has_the_type_that_it_tells() => Assert.Multiple(() =>
    {
        Assert.That(new SessionStoreException("x") { IsThrottled = true }.ErrorType, Is.EqualTo("throttled"));
        Assert.That(new SessionStoreException("x") { IsTimeout = true }.ErrorType, Is.EqualTo("timeout"));
        Assert.That(new SessionStoreException("x").ErrorType, Is.EqualTo("_OTHER"));
    });

    private static AmazonDynamoDBException Service(string code, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        new("x") { ErrorCode = code, StatusCode = status };
}
