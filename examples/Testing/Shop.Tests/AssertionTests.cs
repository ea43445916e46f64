namespace Shop.Tests;

// The message of a failed assertion, for each way to assert.
[TestFixture]
public sealed class AssertionTests
{
    private const string Difference = """cart: expected left alone, was set to {"Lines":[{"Sku":"mug","Quantity":1}]}""";

    [Test]
    public void A_failed_expectation_shows_the_difference_by_field()
    {
        var session = new FakeSession();
        CartHandlers.Add("mug", session.CreateHttpContext());

        var failure = Assert.Throws<SessionAssertionException>(session.ShouldBeUnchanged);

        Assert.That(failure.Message, Does.Contain(Difference));
    }

    #region difference
    [Test]
    public void A_constraint_compares_too()
    {
        var session = new FakeSession();

        CartHandlers.Add("mug", session.CreateHttpContext());

        Assert.That(session.DifferenceFrom(expected => expected.Set(ShopFields.Cart, Cart.Empty.Plus("mug"))), Is.Null);
    }
    #endregion

    [Test]
    public void A_failed_constraint_shows_it_too()
    {
        var session = new FakeSession();
        CartHandlers.Add("mug", session.CreateHttpContext());

        var failure = Assert.Throws<AssertionException>(() => Assert.That(session.DifferenceFrom(_ => { }), Is.Null));

        Assert.That(failure.Message, Does.Contain(Difference));
    }

    [Test]
    public void A_plain_if_is_enough()
    {
        #region plain-if
        var session = new FakeSession();

        CartHandlers.Add("mug", session.CreateHttpContext());

        if (session.DifferenceFrom(expected => expected.Set(ShopFields.Cart, Cart.Empty.Plus("mug"))) is { } difference)
        {
            throw new InvalidOperationException(difference.ToString());
        }
        #endregion
    }
}
