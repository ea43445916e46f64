using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Compatibility;

/// <summary>A library that was written against ISession, as many are, and knows nothing of us.</summary>
[TestFixture(SessionKind.Dynamo)]
[TestFixture(SessionKind.Microsoft)]
[TestFixture(SessionKind.MicrosoftOnDynamo)]
public sealed class ForeignLibraryTests(SessionKind kind)
{
    [Test]
    public async Task It_works()
    {
        var answers = await SessionSteps.RunAsync(
            kind,
            session => new Basket(session).Add("apple"),
            session => new Basket(session).Add("pear"),
            session => new Basket(session).Add("apple"),
            session => new Basket(session).Empty());

        Assert.That(answers, Is.EqualTo(new[]
        {
            """200: 1 visits, {"apple":1}""",
            """200: 2 visits, {"apple":1,"pear":1}""",
            """200: 3 visits, {"apple":2,"pear":1}""",
            "200: 4 visits, empty",
        }));
    }

    private sealed class Basket(ISession session)
    {
        private const string Items = "Vendor.Basket:Items";
        private const string Visits = "Vendor.Basket:Visits";

        public string Add(string item)
        {
            session.LoadAsync().GetAwaiter().GetResult();
            var items = Read();
            items[item] = items.GetValueOrDefault(item) + 1;
            session.Set(Items, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(items)));
            return Describe();
        }

        public string Empty()
        {
            session.Remove(Items);
            return Describe();
        }

        private SortedDictionary<string, int> Read() =>
            session.TryGetValue(Items, out var json) ? JsonSerializer.Deserialize<SortedDictionary<string, int>>(json)! : [];

        private string Describe()
        {
            var count = session.TryGetValue(Visits, out var bytes) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
            bytes = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, count + 1);
            session.Set(Visits, bytes);
            session.CommitAsync().GetAwaiter().GetResult();
            return $"{count + 1} visits, {(session.Keys.Contains(Items) ? JsonSerializer.Serialize(Read()) : "empty")}";
        }
    }
}
