using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Tests;

[TestFixture]
public sealed class CartHandlerTests
{
    #region handler
    [Test]
    public void A_second_mug_joins_the_first()
    {
        var session = new FakeSession().With(ShopFields.Cart, new Cart([new CartLine("mug", 1)]));

        CartHandlers.Add("mug", session.CreateHttpContext());

        session.ShouldHaveChanged(expected => expected.Set(ShopFields.Cart, new Cart([new CartLine("mug", 2)])));
    }
    #endregion

    #region unchanged
    [Test]
    public void An_unknown_product_leaves_the_session_unchanged()
    {
        var session = new FakeSession();

        var result = CartHandlers.Add("unicorn", session.CreateHttpContext());

        Assert.That(result.Result, Is.InstanceOf<NotFound>());
        session.ShouldBeUnchanged();
    }
    #endregion

    #region serializer-options
    [Test]
    public void The_cart_is_stored_with_names_in_camel_case()
    {
        var session = new FakeSession(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);

        CartHandlers.Add("mug", session.CreateHttpContext());

        Assert.That(session.Get<JsonElement>("cart").GetRawText(), Is.EqualTo("""{"lines":[{"sku":"mug","quantity":1}]}"""));
    }
    #endregion
}
