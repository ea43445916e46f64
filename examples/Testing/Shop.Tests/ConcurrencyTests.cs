using System.Net;
using DynamoSession.Core;

namespace Shop.Tests;

[TestFixture]
public sealed class ConcurrencyTests
{
    #region update
    [Test]
    public async Task Points_that_were_spent_meanwhile_are_not_spent_again()
    {
        var session = new FakeSession().With(ShopFields.Points, 100);
        session.Faults.ConflictAtNextCommit(other => other.Set(ShopFields.Points, 30));

        var left = await PointsHandlers.SpendAsync(20, session.CreateHttpContext());

        Assert.That(left.Value, Is.EqualTo(10));
    }
    #endregion

    [Test]
    public async Task A_cart_that_was_changed_meanwhile_is_not_ordered()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        var cookie = await shop.Sessions.SignInAsync("Ada", session => session.Set(ShopFields.Cart, Cart.Empty.Plus("mug")));
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        shop.Sessions.Faults.ConflictAtNextCommit(other => other.Set(ShopFields.Cart, Cart.Empty.Plus("mug").Plus("lamp")));

        var response = await client.PostAsync("/orders", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    #region gone
    [Test]
    public async Task A_sign_out_in_another_window_is_a_409_in_this_one()
    {
        await using var shop = new ShopApplication();
        using var client = shop.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", await shop.Sessions.SignInAsync("Ada"));
        shop.Sessions.Faults.EndSessionAtNextCommit();

        var response = await client.PostAsync("/cart/mug", content: null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await shop.Sessions.ListAsync(), Is.Empty);
    }
    #endregion

    #region stale
    [TestCase(SessionConsistency.Eventual, 1)]
    [TestCase(SessionConsistency.ReadYourWrites, 2)]
    public async Task Only_ReadYourWrites_shows_the_second_mug_at_once(SessionConsistency consistency, int mugs)
    {
        var session = new FakeSession(options => options.Consistency = consistency).With(ShopFields.Cart, Cart.Empty.Plus("mug"));
        var context = session.CreateHttpContext();
        session.Faults.ServeStaleReads();

        CartHandlers.Add("mug", context);

        var next = await session.NextRequestAsync();
        Assert.That(next.Get(ShopFields.Cart).Lines.Single().Quantity, Is.EqualTo(mugs));
    }
    #endregion
}
