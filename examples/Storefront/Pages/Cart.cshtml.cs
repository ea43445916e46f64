using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class CartModel : PageModel
{
    public Cart Cart => HttpContext.Session.Get(ShopFields.Cart);

    public Receipt? Receipt => HttpContext.Session.Get(ShopFields.Receipt);

    public async Task<IActionResult> OnPostChangeAsync(string sku, [Range(1, Cart.MaxQuantity)] int quantity)
    {
        if (ModelState.IsValid)
        {
            await HttpContext.Session.UpdateAsync(ShopFields.Cart, cart => cart.WithQuantity(sku, quantity));
            TempData["Flash"] = "The quantity is changed.";
        }
        else
        {
            TempData["Flash"] = $"A quantity is a number from 1 to {Cart.MaxQuantity}.";
        }

        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string sku)
    {
        await HttpContext.Session.UpdateAsync(ShopFields.Cart, cart => cart.Without(sku));
        TempData["Flash"] = "The item is removed.";
        return RedirectToPage();
    }
}
