using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Moq;

namespace DynamoSession.Tests.Core;

public sealed class SessionTableProvisionerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private ManualTimeProvider _clock = null!;
    private Mock<IAmazonDynamoDB> _dynamoDb = null!;
    private Queue<Func<TableDescription>> _tables = null!;

    [SetUp]
    public void StartWithoutAnything()
    {
        _clock = new();
        _tables = new();
        _dynamoDb = new(MockBehavior.Strict);
        _dynamoDb.Setup(c => c.DescribeTableAsync(It.IsAny<DescribeTableRequest>(), It.IsAny<CancellationToken>()))
            .Returns((DescribeTableRequest _, CancellationToken cancellationToken) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                // The last one stays.
                return Task.FromResult(new DescribeTableResponse { Table = (_tables.Count > 1 ? _tables.Dequeue() : _tables.Peek())() });
            });
        TimeToLiveIs(TimeToLiveStatus.ENABLED, "expires");
    }

    [Test]
    public async Task It_waits_for_the_table_and_for_the_index()
    {
        AnswerWith(
            () => Table(TableStatus.CREATING),
            () => Table(TableStatus.ACTIVE, IndexStatus.CREATING),
            () => Table(TableStatus.ACTIVE, IndexStatus.ACTIVE));

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        await PollAsync();
        await PollAsync();
        await provisioning;

        _dynamoDb.Verify(c => c.DescribeTableAsync(It.IsAny<DescribeTableRequest>(), It.IsAny<CancellationToken>()), Times.Exactly(3));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_table_without_the_right_index_can_be_used_and_says_what_is_missing(bool hasAnother)
    {
        var table = Table(TableStatus.ACTIVE);
        table.GlobalSecondaryIndexes[0].KeySchema.RemoveAt(1);
        table.GlobalSecondaryIndexes = hasAnother ? table.GlobalSecondaryIndexes : null;
        AnswerWith(() => table);

        var findings = await Provisioner().CreateIfNotExistsAsync(Limit, default);

        Assert.That(findings.Single(), Does.Contain("'byUser'").And.Contain("'uid' (S)").And.Contain("Add it."));
    }

    [TestCase("Time to live has been modified multiple times within a fixed interval")]
    [TestCase("TimeToLive is already being changed")]
    public async Task Time_to_live_that_cannot_be_changed_yet_does_not_keep_an_application_from_starting(string message)
    {
        AnswerWith(() => Table(TableStatus.ACTIVE));
        TimeToLiveIs(TimeToLiveStatus.DISABLING, "expires");
        _dynamoDb.Setup(c => c.UpdateTimeToLiveAsync(It.IsAny<UpdateTimeToLiveRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AmazonDynamoDBException(message) { ErrorCode = "ValidationException", StatusCode = HttpStatusCode.BadRequest });

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        for (var poll = 1; poll < 20; poll++)
        {
            await PollAsync();
        }

        Assert.That((await provisioning).Single(), Does.Contain("can't be enabled yet"));
    }

    [Test]
    public async Task Another_instance_may_create_the_table_first()
    {
        AnswerWith(Nothing, Nothing, () => Table(TableStatus.ACTIVE));
        _dynamoDb.Setup(c => c.CreateTableAsync(It.IsAny<CreateTableRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(new ResourceInUseException("exists"));

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        await PollAsync();
        await PollAsync();

        Assert.That(() => provisioning, Throws.Nothing);
    }

    [Test]
    public async Task A_table_that_is_being_deleted_is_created_anew()
    {
        AnswerWith(() => new() { TableStatus = TableStatus.DELETING }, Nothing, () => Table(TableStatus.ACTIVE));
        _dynamoDb.Setup(c => c.CreateTableAsync(It.IsAny<CreateTableRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new CreateTableResponse());

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        await PollAsync();
        await PollAsync();
        await provisioning;

        _dynamoDb.Verify(c => c.CreateTableAsync(It.IsAny<CreateTableRequest>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task The_wait_for_the_table_ends()
    {
        AnswerWith(() => Table(TableStatus.CREATING));

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        await _clock.WhenTimersWaitAsync(2);
        for (var poll = 0; poll < 100 && !provisioning.IsCompleted; poll++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That(
            async () => await provisioning.WaitAsync(TimeSpan.FromSeconds(10)),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("'sessions'").And.Message.Contains("00:00:30"));
    }

    [Test]
    public async Task The_wait_for_the_table_can_be_cancelled()
    {
        AnswerWith(() => Table(TableStatus.CREATING));
        using var cancellation = new CancellationTokenSource();

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, cancellation.Token);
        await _clock.WhenTimersWaitAsync(2);
        await cancellation.CancelAsync();

        var exception = Assert.CatchAsync<OperationCanceledException>(() => provisioning)!;
        Assert.That(exception.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public void A_sort_key_is_refused() => AssertRefused(
        [new("id", ScalarAttributeType.S), new("sk", ScalarAttributeType.N)],
        [new("id", KeyType.HASH), new("sk", KeyType.RANGE)],
        "'id' (S HASH), 'sk' (N RANGE)");

    [Test]
    public void A_key_of_another_type_is_refused() => AssertRefused(
        [new("id", ScalarAttributeType.N)],
        [new("id", KeyType.HASH)],
        "'id' (N HASH)");

    [Test]
    public void A_table_out_of_use_is_refused()
    {
        AnswerWith(() => Table(TableStatus.ARCHIVED));

        Assert.That(() => Provisioner().CreateIfNotExistsAsync(Limit, default), Throws.TypeOf<SessionStoreException>().With.Message.Contains("ARCHIVED"));
    }

    [Test]
    public async Task Another_instance_may_enable_the_time_to_live_first()
    {
        AnswerWith(() => Table(TableStatus.ACTIVE));
        TimeToLiveIs(TimeToLiveStatus.DISABLED, null);
        _dynamoDb.Setup(c => c.UpdateTimeToLiveAsync(It.IsAny<UpdateTimeToLiveRequest>(), It.IsAny<CancellationToken>()))
            .Callback(() => TimeToLiveIs(TimeToLiveStatus.ENABLING, "expires"))
            .ThrowsAsync(new AmazonDynamoDBException("TimeToLive is already enabled", ErrorType.Sender, "ValidationException", "request", HttpStatusCode.BadRequest));

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        await PollAsync();

        Assert.That(() => provisioning, Throws.Nothing);
    }

    [Test]
    public void A_role_without_permission_is_told_which()
    {
        AnswerWith(Nothing);
        _dynamoDb.Setup(c => c.CreateTableAsync(It.IsAny<CreateTableRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AmazonDynamoDBException("no", ErrorType.Sender, "AccessDeniedException", "request", HttpStatusCode.BadRequest));

        Assert.That(() => Provisioner().CreateIfNotExistsAsync(Limit, default), Throws.TypeOf<SessionStoreException>().With.Message.Contains("dynamodb:CreateTable"));
    }

    [Test]
    public async Task A_table_that_fits_has_nothing_to_report()
    {
        AnswerWith(() => Table(TableStatus.ACTIVE));

        Assert.That(await Provisioner().CreateIfNotExistsAsync(Limit, default), Is.Empty);
    }

    [Test]
    public async Task A_role_that_may_only_read_items_can_use_an_existing_table_and_learns_what_was_not_checked()
    {
        AnswerWith(() => throw AccessDenied());
        _dynamoDb.Setup(c => c.DescribeTimeToLiveAsync(It.IsAny<DescribeTimeToLiveRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(AccessDenied());
        ReadsAre(() => new GetItemResponse());

        var findings = await Provisioner().CreateIfNotExistsAsync(Limit, default);

        Assert.That(findings, Has.Count.EqualTo(2));
        Assert.That(findings[0], Does.Contain("dynamodb:DescribeTable").And.Contain("'byUser'"));
        Assert.That(findings[1], Does.Contain("dynamodb:DescribeTimeToLive").And.Contain("'expires'"));
    }

    [Test]
    public async Task A_role_that_may_not_describe_the_table_it_creates_waits_until_it_can_be_read()
    {
        var isThere = false;
        AnswerWith(() => throw AccessDenied());
        ReadsAre(() => isThere ? new GetItemResponse() : throw new ResourceNotFoundException("none"));
        _dynamoDb.SetupSequence(c => c.CreateTableAsync(It.IsAny<CreateTableRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new CreateTableResponse())
            .ThrowsAsync(new ResourceInUseException("creating"));
        _dynamoDb.Setup(c => c.DescribeTimeToLiveAsync(It.IsAny<DescribeTimeToLiveRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(AccessDenied());
        _dynamoDb.Setup(c => c.UpdateTimeToLiveAsync(It.IsAny<UpdateTimeToLiveRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new UpdateTimeToLiveResponse());

        var provisioning = Provisioner().CreateIfNotExistsAsync(Limit, default);
        await PollAsync();
        await _clock.WhenTimersWaitAsync(2);
        isThere = true;
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.That(await provisioning, Has.Count.EqualTo(1), "A new table has no time to live, so there is nothing to check before it is enabled.");
        _dynamoDb.Verify(c => c.UpdateTimeToLiveAsync(It.IsAny<UpdateTimeToLiveRequest>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public void A_role_that_may_not_even_read_is_told_what_it_needs()
    {
        AnswerWith(() => throw AccessDenied());
        ReadsAre(() => throw AccessDenied());

        Assert.That(() => Provisioner().CreateIfNotExistsAsync(Limit, default), Throws.TypeOf<SessionStoreException>().With.Message.Contains("dynamodb:GetItem"));
    }

    [Test]
    public void A_table_with_a_different_key_is_refused_even_if_it_may_not_be_described()
    {
        AnswerWith(() => throw AccessDenied());
        ReadsAre(() => throw Invalid("The provided key element does not match the schema"));

        Assert.That(
            () => Provisioner().CreateIfNotExistsAsync(Limit, default),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("the table's key matches the options"));
    }

    [Test]
    public async Task A_role_that_may_not_enable_the_time_to_live_learns_that_it_is_off()
    {
        AnswerWith(() => Table(TableStatus.ACTIVE));
        TimeToLiveIs(TimeToLiveStatus.DISABLED, null);
        _dynamoDb.Setup(c => c.UpdateTimeToLiveAsync(It.IsAny<UpdateTimeToLiveRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(AccessDenied());

        var findings = await Provisioner().CreateIfNotExistsAsync(Limit, default);

        Assert.That(findings.Single(), Does.Contain("The time to live is off").And.Contain("dynamodb:UpdateTimeToLive"));
    }

    [TestCaseSource(nameof(UnknownOperations))]
    public async Task An_emulator_without_time_to_live_is_good_enough(Exception answer)
    {
        AnswerWith(() => Table(TableStatus.ACTIVE));
        _dynamoDb.Setup(c => c.DescribeTimeToLiveAsync(It.IsAny<DescribeTimeToLiveRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(answer);

        var findings = await Provisioner().CreateIfNotExistsAsync(Limit, default);

        Assert.That(findings.Single(), Does.Contain("doesn't support time to live"));
    }

    [TestCaseSource(nameof(UnknownOperations))]
    public async Task An_emulator_that_only_describes_time_to_live_is_good_enough(Exception answer)
    {
        AnswerWith(() => Table(TableStatus.ACTIVE));
        TimeToLiveIs(TimeToLiveStatus.DISABLED, null);
        _dynamoDb.Setup(c => c.UpdateTimeToLiveAsync(It.IsAny<UpdateTimeToLiveRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(answer);

        var findings = await Provisioner().CreateIfNotExistsAsync(Limit, default);

        Assert.That(findings.Single(), Does.Contain("doesn't support time to live"));
    }

    [Test]
    public void A_network_failure_is_a_store_exception()
    {
        var failure = new HttpRequestException("refused");
        AnswerWith(() => throw failure);

        Assert.That(
            () => Provisioner().CreateIfNotExistsAsync(Limit, default), Throws.TypeOf<SessionStoreException>().With.InnerException.SameAs(failure));
    }

    // dynalite, DynamoDB Local before 2019 and LocalStack on it; LocalStack for what it has not implemented; Alternator.
    private static IEnumerable<Exception> UnknownOperations() =>
    [
        new AmazonDynamoDBException("An unknown operation was requested.", ErrorType.Sender, "UnknownOperationException", "request", HttpStatusCode.BadRequest),
        new AmazonDynamoDBException("not yet implemented", ErrorType.Receiver, "InternalFailure", "request", HttpStatusCode.NotImplemented),
        Invalid("UpdateTimeToLive not yet supported. Experimental support is available if the feature is enabled on all nodes."),
    ];

    private static AmazonDynamoDBException AccessDenied() => new("no", ErrorType.Sender, "AccessDeniedException", "request", HttpStatusCode.BadRequest);

    private static AmazonDynamoDBException Invalid(string message) => new(message, ErrorType.Sender, "ValidationException", "request", HttpStatusCode.BadRequest);

    private void ReadsAre(Func<GetItemResponse> answer) => _dynamoDb
        .Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()))
        .Returns(() => Task.FromResult(answer()));

    private static TableDescription Nothing() => throw new ResourceNotFoundException("none");

    private static TableDescription Table(TableStatus status, IndexStatus? index = null) => new()
    {
        TableStatus = status,
        AttributeDefinitions = [new("id", ScalarAttributeType.S), new("uid", ScalarAttributeType.S), new("iat", ScalarAttributeType.N)],
        KeySchema = [new("id", KeyType.HASH)],
        GlobalSecondaryIndexes =
        [
            new()
            {
                IndexName = "byUser",
                IndexStatus = index ?? IndexStatus.ACTIVE,
                KeySchema = [new("uid", KeyType.HASH), new("iat", KeyType.RANGE)],
            },
        ],
    };

    private SessionTableProvisioner Provisioner() => new(_dynamoDb.Object, new(), _clock);

    private void AnswerWith(params Func<TableDescription>[] tables) => _tables = new(tables);

    private void TimeToLiveIs(TimeToLiveStatus status, string? attribute) => _dynamoDb
        .Setup(c => c.DescribeTimeToLiveAsync(It.IsAny<DescribeTimeToLiveRequest>(), It.IsAny<CancellationToken>()))
        .ReturnsAsync(new DescribeTimeToLiveResponse { TimeToLiveDescription = new() { TimeToLiveStatus = status, AttributeName = attribute } });

    /// <summary>Lets the code reach its wait, beside which only the deadline's timer runs, and ends it.</summary>
    private async Task PollAsync()
    {
        await _clock.WhenTimersWaitAsync(2);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
    }

    private void AssertRefused(List<AttributeDefinition> attributes, List<KeySchemaElement> key, string found)
    {
        AnswerWith(() => new() { TableStatus = TableStatus.ACTIVE, AttributeDefinitions = attributes, KeySchema = key });

        Assert.That(
            () => Provisioner().CreateIfNotExistsAsync(Limit, default),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains(found).And.Message.Contains("Use another table"));
    }
}
