using System.Text.Json;
using System.Text.Json.Serialization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Lifecycle;
using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>How often an object that was read from the session is encoded once its endpoint has returned.</summary>
[Category(TestEngine.Category)]
public sealed class EncodingCountTests : LifecycleFixture
{
    private readonly CountingConverter _converter = new();

    [SetUp]
    public Task StoreItAsync() => RunAsync(session => session.Set("basket", new Basket { Items = { "a" } }));

    [TestCase("merge", true)]
    [TestCase("merge", false)]
    [TestCase("optimistic", true)]
    [TestCase("read-only", false)]
    public async Task A_commit_encodes_it_once(string policy, bool changes)
    {
        var answer = await App.RequestAsync(
            context =>
            {
                var basket = context.GetDynamoSession().Get<Basket>("basket")!;
                if (changes)
                {
                    basket.Items.Add("b");
                }

                _converter.Count = 0;
                return Task.FromResult<string?>(null);
            },
            policy);

        Assert.That((answer.Status, _converter.Count), Is.EqualTo((200, 1)));
    }

    [Test]
    public async Task A_renewal_encodes_it_once()
    {
        await App.RequestAsync(context =>
        {
            var session = context.GetDynamoSession();
            session.Get<Basket>("basket")!.Items.Add("b");
            session.RenewId();
            _converter.Count = 0;
            return Task.FromResult<string?>(null);
        });

        Assert.That(_converter.Count, Is.EqualTo(1));
    }

    private protected override void Configure(DynamoSessionOptions options)
    {
        options.SerializerOptions = new JsonSerializerOptions(options.SerializerOptions);
        options.SerializerOptions.Converters.Add(_converter);
    }

    private sealed class Basket
    {
        public List<string> Items { get; set; } = [];
    }

    private sealed class CountingConverter : JsonConverter<Basket>
    {
        public int Count { get; set; }

        public override Basket Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new() { Items = JsonSerializer.Deserialize<List<string>>(ref reader, options)! };

        public override void Write(Utf8JsonWriter writer, Basket value, JsonSerializerOptions options)
        {
            Count++;
            JsonSerializer.Serialize(writer, value.Items, options);
        }
    }
}
