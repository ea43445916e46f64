namespace Shop.Tests;

[TestFixture]
public sealed class TimeTests
{
    #region time
    [Test]
    public async Task A_user_who_returns_after_half_an_hour_is_signed_out()
    {
        var clock = new TestClock();
        await using var shop = new ShopApplication(clock);
        using var client = shop.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", await shop.Sessions.SignInAsync("Ada"));

        clock.Advance(TimeSpan.FromMinutes(15));
        var soon = await client.GetStringAsync("/news");
        clock.Advance(TimeSpan.FromMinutes(30));
        var late = await client.GetStringAsync("/news");

        Assert.That(soon, Is.EqualTo("News for Ada."));
        Assert.That(late, Is.EqualTo("News for everybody."));
    }
    #endregion
}
