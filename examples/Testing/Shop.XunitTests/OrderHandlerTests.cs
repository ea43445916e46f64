using Xunit.Sdk;

namespace Shop.XunitTests;

public sealed class OrderHandlerTests
{
    #region xunit
    [Fact]
    public void An_order_empties_the_cart_and_is_counted()
    {
        var session = new FakeSession().With(ShopFields.Cart, Cart.Empty.Plus("mug"));

        OrderHandlers.Place(session.CreateHttpContext());

        Assert.Equal(["cart"], session.Changes.Removed);
        Assert.Equal(1, session.Changes.Incremented["orders"]);
        Assert.Empty(session.Changes.Set);
    }
    #endregion

    #region xunit-difference
    [Fact]
    public void An_order_does_that_and_nothing_else()
    {
        var session = new FakeSession().With(ShopFields.Cart, Cart.Empty.Plus("mug"));

        OrderHandlers.Place(session.CreateHttpContext());

        Assert.Null(session.DifferenceFrom(expected =>
        {
            expected.Remove(ShopFields.Cart);
            expected.Increment(ShopFields.Orders);
        }));
    }
    #endregion

    [Fact]
    public void A_failure_shows_the_difference_by_field()
    {
        var session = new FakeSession().With(ShopFields.Cart, Cart.Empty.Plus("mug"));
        OrderHandlers.Place(session.CreateHttpContext());
        var difference = session.DifferenceFrom(expected => expected.Set(ShopFields.Orders, 1));

        var failure = Assert.ThrowsAny<XunitException>(() => Assert.Null(difference));

        Assert.Contains("cart: expected left alone, was removed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("orders: expected set to 1, was incremented by 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_does_a_failure_of_its_own_assertion()
    {
        var session = new FakeSession().With(ShopFields.Cart, Cart.Empty.Plus("mug"));
        OrderHandlers.Place(session.CreateHttpContext());

        var failure = Assert.Throws<SessionAssertionException>(session.ShouldBeUnchanged);

        Assert.Contains("cart: expected left alone, was removed", failure.Message, StringComparison.Ordinal);
    }
}
