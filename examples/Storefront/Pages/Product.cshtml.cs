using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class ProductModel : PageModel
{
    private const int MaxRecentlyViewed = 5;

    // Set by every handler that renders the page.
    public Product Product { get; private set; } = null!;

    public IActionResult OnGet(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        Product = product;
        var session = HttpContext.Session;
        var earlier = session.Get(ShopFields.RecentlyViewed).Where(viewed => viewed != sku);
        session.Set(ShopFields.RecentlyViewed, [.. earlier.Prepend(sku).Take(MaxRecentlyViewed)]);
        return Page();
    }

    public IActionResult OnPost(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        var session = HttpContext.Session;
        session.Set(ShopFields.Cart, session.Get(ShopFields.Cart).Plus(product));
        TempData["Flash"] = $"{product.Name} is in your cart.";
        return RedirectToPage("/Cart");
    }
}
