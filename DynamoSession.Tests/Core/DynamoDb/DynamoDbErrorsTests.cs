using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using Moq;

namespace DynamoSession.Tests.Core.DynamoDb;

public sealed class DynamoDbErrorsTests
{
    private const string Secret = "SECRET";

    private readonly ManualTimeProvider _clock = new();

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new(new ResourceNotFoundException("Cannot do operations on a non-existent table"), "CreateTableIfNotExists()");
        yield return new(Service("AccessDeniedException", HttpStatusCode.BadRequest), "dynamodb:{action}");
        yield return new(new ProvisionedThroughputExceededException("x"), "capacity");
        yield return new(new RequestLimitExceededException("x"), "capacity");
        yield return new(Service("ThrottlingException", HttpStatusCode.BadRequest), "capacity");
        yield return new(Service("UnrecognizedClientException", HttpStatusCode.BadRequest), "credentials");
        yield return new(Service("ExpiredTokenException", HttpStatusCode.BadRequest), "credentials");
        yield return new(Service("ValidationException", HttpStatusCode.BadRequest), "key");
        yield return new(Service("InternalServerError", HttpStatusCode.InternalServerError), "500");
        yield return new(Service(null, HttpStatusCode.ServiceUnavailable), "503");
        yield return new(Service("Unheard", HttpStatusCode.BadRequest), "Unheard");
        yield return new(new AmazonClientException("No credentials"), "'No credentials' Check that the application has a region, and credentials");
        yield return new(new AmazonClientException("Tried:\r\none"), "'Tried:' Check");
        yield return new(new AmazonClientException(new string('x', 201)), $"'{new string('x', 200)}...' Check");
        yield return new(new AmazonClientException("\u001b[2J"), "'\\u001b[2J' Check");
        yield return new(new ProcessAWSCredentialException("Command returned 1"), "'Command returned 1' Check");
        yield return new(new InvalidOperationException("No metadata service") { Source = "AWSSDK.Core" }, "'No metadata service' Check");
        yield return new(new AmazonServiceException("Unable to retrieve credentials."), "'Unable to retrieve credentials.' Check");
        yield return new(new HttpRequestException("refused"), "network");
        yield return new(new IOException("reset"), "network");
        yield return new(new TimeoutException(), "in time");
        yield return new(new TaskCanceledException("The attempt took too long"), "in time");
        yield return new(new AmazonServiceException(new HttpRequestException("refused")), "network");
    }

    [TestCaseSource(nameof(Failures))]
    public void A_failed_load_is_a_store_exception_with_a_remedy(Exception failure, string remedy)
    {
        var table = Table(failure);

        var exception = Assert.ThrowsAsync<SessionStoreException>(() => table.LoadAsync(Secret, consistentRead: true, default))!;

        Assert.That(exception.Message, Does.Contain("load").And.Contain("'sessions-x'").And.Contain(failure.GetType().Name));
        Assert.That(exception.Message, Does.Contain(remedy.Replace("{action}", "GetItem", StringComparison.Ordinal)));
        Assert.That(exception.InnerException, Is.SameAs(failure));
    }

    [TestCaseSource(nameof(Failures))]
    public void Every_failed_write_is_a_store_exception_with_a_remedy(Exception failure, string remedy)
    {
        var table = Table(failure);
        var record = Record();
        var expected = remedy.Replace("{action}", "UpdateItem", StringComparison.Ordinal);

        (string Verb, Func<Task> Write)[] writes =
        [
            ("create", () => table.CreateAsync(Sample.Creation(_clock.GetUtcNow(), Secret, fields: (Secret, Sample.Text(Secret))), default)),
            ("commit", () => table.CommitAsync(Sample.Commit(record, Sample.Changes((Secret, SessionChange.Set(Sample.Text(Secret))))), default)),
            ("commit", () => table.CommitAsync(Sample.Commit(record, Sample.ClearAnd()), default)),
            ("touch", () => table.TouchAsync(Secret, idleTimeout: null, _clock.GetUtcNow(), default)),
            ("destroy", () => table.DestroyAsync(Secret, default)),
        ];

        foreach (var (verb, write) in writes)
        {
            Assert.That(
                () => write(),
                Throws.TypeOf<SessionStoreException>().With.Message.Contains(verb).And.Message.Contains(expected).And.Message.Not.Contains(Secret)
                    .And.InnerException.SameAs(failure));
        }
    }

    [Test]
    public void A_response_that_quotes_the_item_is_not_kept()
    {
        var failure = new AmazonUnmarshallingException("request", "location", "{\"Item\":{\"id\":{\"S\":\"" + Secret + "\"}}}", new FormatException());

        var exception = Assert.ThrowsAsync<SessionStoreException>(() => Table(failure).LoadAsync(Secret, consistentRead: true, default))!;

        Assert.That(exception.ToString(), Does.Contain(nameof(AmazonUnmarshallingException)).And.Not.Contain(Secret));
    }

    [TestCase("Attempting to store more than 38 significant digits in a Number", ExpectedResult = nameof(SessionFieldTypeException))]
    [TestCase("Number overflow. Attempting to store a number with magnitude larger than supported range", ExpectedResult = nameof(SessionFieldTypeException))]
    [TestCase("Number underflow. Attempting to store a number with magnitude smaller than supported range", ExpectedResult = nameof(SessionFieldTypeException))]
    [TestCase(
        "ExpressionAttributeValues contains invalid value: Attempting to store more than 38 significant digits in a Number for key :0",
        ExpectedResult = nameof(SessionStoreException))]
    public string A_sum_that_cannot_be_kept_is_told_from_a_number_that_never_could(string message)
    {
        var failure = new AmazonDynamoDBException(message, ErrorType.Sender, "ValidationException", "request", HttpStatusCode.BadRequest);
        var commit = Sample.Commit(Record(), Sample.Changes(("count", SessionChange.Increment(1))));

        return Assert.CatchAsync(() => Table(failure).CommitAsync(commit, default))!.GetType().Name;
    }

    [Test]
    public void A_mistake_of_a_client_is_not_a_failure_of_the_table([Values] bool isDisposed)
    {
        InvalidOperationException failure = isDisposed ? new ObjectDisposedException("client") { Source = "AWSSDK.Core" } : new("a decorator's own");

        Assert.That(() => Table(failure).LoadAsync(Secret, consistentRead: true, default), Throws.Exception.SameAs(failure));
    }

    [Test]
    public void What_the_caller_cancelled_is_not_a_failure_of_the_table()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var failure = new TaskCanceledException();

        Assert.That(() => Table(failure).LoadAsync(Secret, consistentRead: true, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_mistake_in_the_code_is_not_hidden()
    {
        var failure = new InvalidCastException();

        var exception = Assert.CatchAsync(() => Table(failure).LoadAsync(Secret, consistentRead: true, default));

        Assert.That(exception, Is.SameAs(failure));
    }

    private static AmazonDynamoDBException Service(string? code, HttpStatusCode status) =>
        new("the SDK's words", ErrorType.Unknown, code, "request", status);

    private DynamoDbSessionTable Table(Exception failure)
    {
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);
        return new(client.Object, new() { TableName = "sessions-x" }, _clock);
    }

    private SessionRecord Record() => new()
    {
        Id = Secret,
        Fields = Sample.Fields((Secret, Sample.Text(Secret))),
        Version = 1,
        CreatedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddMinutes(20),
        AbsoluteExpiresAt = null,
        CommitTokens = new Dictionary<string, long>(),
    };
}
