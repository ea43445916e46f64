using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Shop.Pages;

namespace Shop.Tests;

[TestFixture]
public sealed class IndexPageTests
{
    #region page
    [Test]
    public async Task Signing_out_ends_the_session_and_says_so_on_the_next_page()
    {
        var session = new FakeSession().SignedInAs("Ada").With(ShopFields.Cart, Cart.Empty.Plus("mug"));
        var page = PageOf(session);

        page.OnPostSignOut();
        page.TempData.Save();

        var next = PageOf(await session.NextRequestAsync());
        Assert.That(next.TempData["Flash"], Is.EqualTo("You are signed out."));
        Assert.That(next.Customer, Is.Null);
        Assert.That(next.Cart.Lines, Is.Empty);
    }

    private static IndexModel PageOf(FakeSession session)
    {
        // TempData is kept in the session, as in the application.
        var services = new ServiceCollection().AddLogging().AddRazorPages().AddSessionStateTempDataProvider().Services.BuildServiceProvider();
        return new IndexModel { PageContext = new PageContext { HttpContext = session.CreateHttpContext(services) } };
    }
    #endregion

    #region sign-in
    [Test]
    public void Signing_in_gives_the_session_a_new_id()
    {
        var session = new FakeSession();

        PageOf(session).OnPostSignIn("Ada");

        session.ShouldHaveChanged(expected =>
        {
            expected.RenewId();
            expected.UserId = "Ada";
        });
    }
    #endregion
}
