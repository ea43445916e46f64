using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using Moq;

namespace DynamoSession.Tests.Core;

/// <summary>A commit takes effect once, although its token may be removed by other processes while it is repeated.</summary>
[Category(TestEngine.Category)]
public sealed class RemovedTokensTests
{
    private readonly SessionTableOptions _options = new() { TokenLimits = new(Many: 2, Most: 4) };
    private readonly ManualTimeProvider _clock = new();
    private IAmazonDynamoDB _client = null!;
    private DynamoDbSessionTable _table = null!;
    private bool _losesAnswers;
    private SessionRecord _loaded = null!;

    [OneTimeSetUp]
    public async Task CreateTheTable()
    {
        _options.TableName = await TestEngine.CreateTableAsync();
        _client = await TestEngine.ClientAsync();
    }

    [SetUp]
    public async Task CreateTheSession()
    {
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((GetItemRequest request, CancellationToken cancellationToken) => _client.GetItemAsync(request, cancellationToken));
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns(async (UpdateItemRequest request, CancellationToken cancellationToken) =>
            {
                var response = await _client.UpdateItemAsync(request, cancellationToken);
                return _losesAnswers ? throw new HttpRequestException("lost") : response;
            });
        _table = new(client.Object, _options, _clock);
        var creation = Sample.Creation(_clock.GetUtcNow());
        await _table.CreateAsync(creation, default);
        _loaded = (await _table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
    }

    [Test]
    public async Task A_commit_whose_answer_was_lost_is_recognized_after_many_commits_of_this_process()
    {
        var commit = Increment();
        Assert.ThrowsAsync<SessionStoreException>(() => LoseAsync(commit));
        for (var other = 0; other < 20; other++)
        {
            await _table.CommitAsync(Increment(await LoadAsync()), default);
        }

        Assert.That(await _table.CommitAsync(commit, default), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(await CountAsync(), Is.EqualTo("21"));
        Assert.That((await ItemAsync())["rt"].M, Has.Count.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task A_commit_whose_token_another_process_has_removed_is_refused_and_not_applied_twice()
    {
        var commit = Increment();
        Assert.ThrowsAsync<SessionStoreException>(() => LoseAsync(commit));
        await RemoveTokensLikeAnotherProcessAsync(latest: _clock.GetUtcNow());

        var failure = Assert.ThrowsAsync<SessionStoreException>(() => _table.CommitAsync(commit, default))!;

        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain("may or may not have been applied"));
        Assert.That(await CountAsync(), Is.EqualTo("1"));
    }

    [Test]
    public async Task A_commit_that_was_sent_after_all_the_removed_ones_is_applied()
    {
        var late = Increment();
        await _table.CommitAsync(Increment(), default);
        await RemoveTokensLikeAnotherProcessAsync(latest: _clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await _table.CommitAsync(late, default), Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(await CountAsync(), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_record_full_of_tokens_of_other_processes_has_room_for_another_commit()
    {
        await FillWithTokensAsync();

        Assert.That(await _table.CommitAsync(Increment(await LoadAsync()), default), Is.EqualTo(SessionWriteStatus.Applied));

        var item = await ItemAsync();
        Assert.That(item["rt"].M, Has.Count.LessThanOrEqualTo(4));
        Assert.That((item["rtv"].N, item["rtx"].N), Is.EqualTo(("1", Seconds(_clock.GetUtcNow().AddSeconds(-10)))));
    }

    [Test]
    public async Task A_record_that_has_become_full_since_the_load_has_room_too()
    {
        await FillWithTokensAsync();

        Assert.That(await _table.CommitAsync(Increment(), default), Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await ItemAsync())["rt"].M, Has.Count.LessThanOrEqualTo(4));
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private SessionCommit Increment(SessionRecord? loaded = null) => Sample.Commit(loaded ?? _loaded, Sample.Changes(("count", SessionChange.Increment(1))));

    private async Task<SessionRecord> LoadAsync() => (await _table.LoadAsync(_loaded.Id, consistentRead: true, default)).Record!;

    private async Task<string> CountAsync() => (await ItemAsync())["sess"].M["count"].N;

    private async Task<Dictionary<string, AttributeValue>> ItemAsync() =>
        (await _client.GetItemAsync(new GetItemRequest { TableName = _options.TableName, Key = Key(), ConsistentRead = true })).Item;

    private Dictionary<string, AttributeValue> Key() => new() { [_options.KeyAttribute] = new() { S = _options.KeyPrefix + _loaded.Id } };

    private Task<UpdateItemResponse> RemoveTokensLikeAnotherProcessAsync(DateTimeOffset latest) => _client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = _options.TableName,
        Key = Key(),
        UpdateExpression = "SET rt = :none, rtv = ver, rtx = :latest",
        ExpressionAttributeValues = new() { [":none"] = new() { M = [], IsMSet = true }, [":latest"] = new() { N = Seconds(latest) } },
    });

    private Task<UpdateItemResponse> FillWithTokensAsync() => _client.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = _options.TableName,
        Key = Key(),
        UpdateExpression = "SET rt = :full",
        ExpressionAttributeValues = new()
        {
            [":full"] = new()
            {
                M = Enumerable.Range(0, 4).ToDictionary(index => $"foreign{index}", index => new AttributeValue { N = Seconds(_clock.GetUtcNow().AddSeconds(index - 12)) }),
            },
        },
    });

    /// <summary>Sends a commit that is applied, and whose answer is lost.</summary>
    private async Task LoseAsync(SessionCommit commit)
    {
        _losesAnswers = true;
        try
        {
            await _table.CommitAsync(commit, default);
        }
        finally
        {
            _losesAnswers = false;
        }
    }
}
