namespace Shop.Tests;

[TestFixture]
public sealed class SignInTests
{
    #region login
    [Test]
    public async Task The_cart_survives_a_sign_in_under_a_new_id()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        var cookie = await shop.Sessions.SeedAsync(session => session.Set(ShopFields.Cart, Cart.Empty.Plus("mug")));
        client.DefaultRequestHeaders.Add("Cookie", cookie);

        var response = await client.PostAsync("/?handler=SignIn", new FormUrlEncodedContent([new("name", "Ada")]));

        await shop.Sessions.ReadAsync(response).ShouldEqualAsync(expected =>
        {
            expected.UserId = "Ada";
            expected.Set(ShopFields.Cart, Cart.Empty.Plus("mug"));
        });
        Assert.That(await shop.Sessions.ReadAsync(cookie), Is.Null, "The previous id no longer works.");
    }
    #endregion

    #region logout
    [Test]
    public async Task After_a_sign_out_the_cookie_grants_no_access()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        var cookie = await shop.Sessions.SignInAsync("Ada", session => session.Set(ShopFields.Points, 100));
        client.DefaultRequestHeaders.Add("Cookie", cookie);

        var page = await client.PostAsync("/?handler=SignOut", content: null);

        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("You are signed out."));
        Assert.That(await shop.Sessions.ReadAsync(cookie), Is.Null);
    }
    #endregion
}
