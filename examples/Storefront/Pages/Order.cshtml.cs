using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

/// <summary>Confirms the last order, as often as it is opened.</summary>
internal sealed class OrderModel : PageModel
{
    // Set by the handler.
    public Receipt Receipt { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (HttpContext.Session.Get(ShopFields.Receipt) is not { } receipt)
        {
            return RedirectToPage("/Cart");
        }

        Receipt = receipt;
        return Page();
    }
}
