namespace Shop.Tests;

[TestFixture]
public sealed class NoWriteTests
{
    #region no-write
    [TestCase("/")]
    [TestCase("/cart")]
    [TestCase("/news")]
    public async Task A_page_that_only_reads_makes_no_write(string page)
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", await shop.Sessions.SignInAsync("Ada"));

        await client.GetStringAsync(page);

        Assert.That(shop.Sessions.Calls, Has.Count.EqualTo(1));
        Assert.That(shop.Sessions.Writes, Is.Empty);
    }
    #endregion

    #region calls
    [Test]
    public async Task A_new_cart_is_one_write_of_one_field()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();

        await client.PostAsync("/cart/mug", content: null);

        var write = shop.Sessions.Calls.Single();
        Assert.That(write.Operation, Is.EqualTo(SessionTableOperation.Create));
        Assert.That(write.Changes!.Set.Keys, Is.EqualTo(new[] { "cart" }));
    }
    #endregion
}
