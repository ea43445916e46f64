using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class CartModel : PageModel
{
    public Cart Cart => HttpContext.Session.Get(ShopFields.Cart);

    public IActionResult OnPostChange(string sku, [Range(1, Cart.MaxQuantity)] int quantity)
    {
        if (ModelState.IsValid)
        {
            HttpContext.Session.Set(ShopFields.Cart, Cart.WithQuantity(sku, quantity));
            TempData["Flash"] = "The quantity is changed.";
        }
        else
        {
            TempData["Flash"] = $"A quantity is a number from 1 to {Cart.MaxQuantity}.";
        }

        return RedirectToPage();
    }

    public IActionResult OnPostRemove(string sku)
    {
        HttpContext.Session.Set(ShopFields.Cart, Cart.Without(sku));
        TempData["Flash"] = "The item is removed.";
        return RedirectToPage();
    }
}
