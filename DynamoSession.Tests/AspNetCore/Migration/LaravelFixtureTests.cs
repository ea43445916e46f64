using System.Text;
using System.Text.Json;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Laravel;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>From the cookie of a real application to the fields of its session.</summary>
[Category(TestEngine.Category)]
public sealed class LaravelFixtureTests
{
    [TestCaseSource(typeof(LaravelFixture), nameof(LaravelFixture.Names))]
    public async Task A_cookie_leads_to_the_session_that_Laravel_saw(string name)
    {
        var fixture = LaravelFixture.Read(name);
        var client = await TestEngine.ClientAsync();
        var options = fixture.Options(await TestEngine.CreateTableAsync(fixture.KeyAttribute));
        await client.PutItemAsync(options.Table.TableName, fixture.Item);
        var store = new LaravelSessionStore(client, options, fixture.Clock);

        var cookie = CookieHeader.Find(fixture.CookieHeader, fixture.CookieName);
        var id = LaravelCookie.ReadId(fixture.CookieName, cookie!, fixture.Encrypter());
        var result = await store.LoadAsync(id!, default);

        Assert.That(id, Is.EqualTo(fixture.SessionId));
        AssertIsExpected(result, fixture);
    }

    private static void AssertIsExpected(LegacySessionResult result, LaravelFixture fixture)
    {
        Assert.That(result.Status, Is.EqualTo(LegacySessionStatus.Live));
        var session = result.Session!;
        var expected = fixture.ExpectedSession.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

        // Larger than any number of DynamoDB.
        string[] unfit = expected.Remove("huge") ? ["huge"] : [];
        Assert.Multiple(() =>
        {
            Assert.That(session.Problems.Select(problem => problem.Field), Is.EqualTo(unfit));
            Assert.That(session.Fields.Keys, Is.EquivalentTo(expected.Keys));
            Assert.That(session.ExpiresAt, Is.EqualTo(fixture.ExpiresAt));
            Assert.That((session.IdleTimeout, session.IsPersistent), Is.EqualTo(((TimeSpan?)TimeSpan.FromHours(2), true)));
            foreach (var (name, value) in expected)
            {
                AssertIsExpected(name, session.Fields[name], value);
            }
        });
    }

    private static void AssertIsExpected(string name, SessionValue actual, JsonElement expected)
    {
        if (expected is { ValueKind: JsonValueKind.Object } && !expected.EnumerateObject().Any())
        {
            Assert.That(Encoding.UTF8.GetString(DynamoDbJson.Scalar(actual)), Does.StartWith("O:31:\"Illuminate\\Support\\ViewErrorBag\":1:{").And.EndsWith(";}}}"), "Objects stay opaque.");
            return;
        }

        using var json = JsonDocument.Parse(DynamoDbToJson.Convert(actual).ToArray());
        Assert.That(JsonElement.DeepEquals(json.RootElement, expected), () => $"{name}: {Sample.TextOf(actual)}");
    }
}
