using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Migration.Laravel;

public sealed class LaravelSessionReaderTests
{
    private const string Id = "vVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCWY";

    [TestCase(null, "laravel-cache-" + Id, ExpectedResult = Id)]
    [TestCase(null, "laravel_cache_" + Id, ExpectedResult = Id)]
    [TestCase(null, "laravel-cache-news", ExpectedResult = null)]
    [TestCase(null, "laravel-cache-" + Id + ":timer", ExpectedResult = null)]
    [TestCase(null, "other" + Id, ExpectedResult = null)]
    [TestCase("", Id, ExpectedResult = Id)]
    [TestCase("", "s1#gVdQ1hOxpCeUjOh2iorTzpzQGwHtKBv8yZZwqCWYgVd", ExpectedResult = null)]
    public string? An_items_key_tells_whether_it_may_be_a_session_and_whose(string? prefix, string key)
    {
        var options = new LaravelSessionOptions { Table = { KeyPrefix = prefix } };

        return new LaravelSessionReader(options).IdOf(Sample.Fields(("key", Sample.Text(key))));
    }

    [Test]
    public void An_item_without_the_key_does_not_belong_to_the_application() =>
        Assert.That(new LaravelSessionReader(new LaravelSessionOptions()).IdOf(Sample.Fields(("id", Sample.Text("laravel-cache-" + Id)))), Is.Null);
}
