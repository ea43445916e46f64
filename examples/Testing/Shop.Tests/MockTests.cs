using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Shop.Tests;

[TestFixture]
public sealed class MockTests
{
    #region mock-user
    [Test]
    public void Customers_get_news_of_their_own()
    {
        var session = Mock.Of<IDynamoSession>(session => session.UserId == "Ada");

        var news = NewsHandlers.Show(session);

        Assert.That(news, Is.EqualTo("News for Ada."));
    }
    #endregion

    #region mock-field
    [Test]
    public void A_second_mug_joins_the_first()
    {
        var cart = Cart.Empty.Plus("mug");
        var session = new Mock<IDynamoSession>();
        session.Setup(session => session.TryGet("cart", out cart)).Returns(true);

        CartHandlers.Add("mug", new DefaultHttpContext { Session = session.Object });

        session.Verify(session => session.Set("cart", It.Is<Cart>(cart => cart.Lines.Single().Quantity == 2)));
    }
    #endregion

    #region mock-table
    [Test]
    public async Task A_request_without_a_cookie_makes_no_call()
    {
        var table = new Mock<ISessionTable>();
        await using var shop = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
            builder.ConfigureTestServices(services => services.AddSingleton(table.Object)));
        using var client = shop.CreateClient();

        await client.GetStringAsync("/");

        table.VerifyNoOtherCalls();
    }
    #endregion
}
