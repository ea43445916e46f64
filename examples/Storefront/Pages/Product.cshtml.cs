using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class ProductModel : PageModel
{
    private const int MaxRecentlyViewed = 5;

    // Set by every handler that renders the page.
    public Product Product { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        Product = product;
        await HttpContext.Session.UpdateAsync(ShopFields.RecentlyViewed, earlier => [.. earlier.Where(viewed => viewed != sku).Prepend(sku).Take(MaxRecentlyViewed)]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        // The new cart depends on the current one, which another request may be changing: Get and Set would lose items.
        await HttpContext.Session.UpdateAsync(ShopFields.Cart, cart => cart.Plus(product));
        TempData["Flash"] = $"{product.Name} is in your cart.";
        return RedirectToPage("/Cart");
    }
}
