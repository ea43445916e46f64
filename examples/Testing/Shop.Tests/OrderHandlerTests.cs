namespace Shop.Tests;

[TestFixture]
public sealed class OrderHandlerTests
{
    #region changes
    [Test]
    public void An_order_empties_the_cart_and_is_counted()
    {
        var session = new FakeSession().With(ShopFields.Cart, Cart.Empty.Plus("mug"));

        OrderHandlers.Place(session.CreateHttpContext());

        Assert.That(session.Changes.Removed, Is.EqualTo(new[] { "cart" }));
        Assert.That(session.Changes.Incremented["orders"], Is.EqualTo(1));
        Assert.That(session.Changes.Set, Is.Empty);
    }
    #endregion
}
