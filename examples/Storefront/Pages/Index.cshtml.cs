using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class IndexModel : PageModel
{
    public int Visits { get; private set; }

    public IReadOnlyList<Product> RecentlyViewed { get; private set; } = [];

    public void OnGet()
    {
        var session = HttpContext.Session;

        // Incremented in the table, so that pages opened at the same time are all counted.
        session.Increment(ShopFields.Visits);

        Visits = session.Get(ShopFields.Visits);
        RecentlyViewed = [.. session.Get(ShopFields.RecentlyViewed).Select(Catalog.Find).OfType<Product>()];
    }
}
