using System.Net;

namespace Shop.Tests;

[TestFixture]
public sealed class OutageTests
{
    #region outage
    [Test]
    public async Task The_news_survive_an_outage_of_the_table()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", await shop.Sessions.SignInAsync("Ada"));

        shop.Sessions.Faults.MakeUnavailable();
        var during = await client.GetStringAsync("/news");
        var home = await client.GetAsync("/");
        shop.Sessions.Faults.Recover();
        var after = await client.GetStringAsync("/news");

        Assert.That(during, Is.EqualTo("News for everybody."));
        Assert.That(home.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(after, Is.EqualTo("News for Ada."));
    }
    #endregion

    #region failed-commit
    [Test]
    public async Task A_mug_that_could_not_be_stored_is_not_in_the_cart()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        var cookie = await shop.Sessions.SeedAsync(session => session.Set(ShopFields.Points, 100));
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        shop.Sessions.Faults.MakeUnavailable(SessionTableCallKinds.Writes);

        var response = await client.PostAsync("/cart/mug", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        await shop.Sessions.ReadAsync(cookie).ShouldEqualAsync(expected => expected.Set(ShopFields.Points, 100));
    }
    #endregion

    [Test]
    public async Task A_throttled_table_is_a_503()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", await shop.Sessions.SignInAsync("Ada"));
        shop.Sessions.Faults.Throttle();

        var response = await client.PostAsync("/cart/mug", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    #region slow
    [Test]
    public async Task A_write_that_took_too_long_is_a_503_and_may_have_been_applied()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        var cookie = await shop.Sessions.SignInAsync("Ada");
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        shop.Sessions.Faults.SlowDown(TimeSpan.FromSeconds(6), SessionTableCallKinds.Writes);

        var response = await client.PostAsync("/cart/mug", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await shop.Sessions.ReadAsync(cookie))!.Get(ShopFields.Cart).Lines, Has.Count.EqualTo(1));
    }
    #endregion
}
