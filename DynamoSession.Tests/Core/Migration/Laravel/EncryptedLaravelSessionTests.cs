using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Proof.Fuzz;
using DynamoSession.Tests.Support.Laravel;

namespace DynamoSession.Tests.Core.Migration.Laravel;

public sealed class EncryptedLaravelSessionTests
{
    private const string OtherKey = "base64:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private readonly OneItemClient _client = new();
    private LaravelFixture _fixture = null!;
    private LaravelSessionOptions _options = null!;

    [SetUp]
    public void Store()
    {
        _fixture = LaravelFixture.Read("encrypted-aes256cbc-php");
        _options = _fixture.Options("cache");
        _client.Item = _fixture.Item;
    }

    [OneTimeTearDown]
    public void Stop() => _client.Dispose();

    [Test]
    public async Task A_session_is_read_with_a_key_that_was_replaced([Values] bool isCurrent)
    {
        _options.ApplicationKey = isCurrent ? _fixture.ApplicationKey : OtherKey;
        _options.PreviousKeys.Add(isCurrent ? OtherKey : _fixture.ApplicationKey);

        Assert.That(await LoadAsync(), Is.EqualTo(LegacySessionStatus.Live));
    }

    [Test]
    public async Task A_session_of_another_key_is_corrupt()
    {
        _options.ApplicationKey = OtherKey;

        Assert.That(await LoadAsync(), Is.EqualTo(LegacySessionStatus.Corrupt));
    }

    [Test]
    public async Task An_altered_session_is_corrupt([Range(0, 3)] int part)
    {
        Plant(LaravelForgery.Of(Payload()).ElementAt(part));

        Assert.That(await LoadAsync(), Is.EqualTo(LegacySessionStatus.Corrupt));
    }

    [Test]
    public async Task An_encrypted_session_is_not_taken_for_a_plain_one()
    {
        _options.IsEncrypted = false;

        Assert.That(await LoadAsync(), Is.EqualTo(LegacySessionStatus.Corrupt));
    }

    [Test]
    public void Encryption_without_a_key_is_an_error_at_once()
    {
        _options.ApplicationKey = "";

        Assert.That(() => new LaravelSessionStore(_client, _options, _fixture.Clock), Throws.ArgumentException);
    }

    private async Task<LegacySessionStatus> LoadAsync() =>
        (await new LaravelSessionStore(_client, _options, _fixture.Clock).LoadAsync(_fixture.SessionId, default)).Status;

    private string Payload() => _fixture.Item["value"].S.Split('"')[1];

    private void Plant(string payload) => _client.Item!["value"] = new AttributeValue($"s:{Encoding.UTF8.GetByteCount(payload)}:\"{payload}\";");
}
