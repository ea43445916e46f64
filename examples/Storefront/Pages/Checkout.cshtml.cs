using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

// An order is more than a change of the session, so only one request of a customer places one at a time. A second click waits for the first, and
// then finds it placed.
[SessionPolicy(Concurrency = SessionConcurrency.Exclusive)]
// The page may contain an address.
[ResponseCache(NoStore = true)]
internal sealed class CheckoutModel(Orders orders) : PageModel
{
    public Cart Cart => HttpContext.Session.Get(ShopFields.Cart);

    [BindProperty]
    public DeliveryAddress Address { get; set; } = new();

    /// <summary>Gets or sets what the customer has seen in the cart, and orders with it.</summary>
    [BindProperty]
    public string Contents { get; set; } = "";

    public bool HasChanged { get; private set; }

    public IActionResult OnGet()
    {
        if (Cart.Count == 0)
        {
            return RedirectToPage("/Cart");
        }

        if (HttpContext.Session.Get(ShopFields.OrderNumber) is null)
        {
            HttpContext.Session.Set(ShopFields.OrderNumber, Orders.NewNumber());
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var session = HttpContext.Session;
        if (session.Get(ShopFields.OrderNumber) is not { } number)
        {
            if (session.Get(ShopFields.Receipt) is not null)
            {
                // Placed by an earlier click.
                return RedirectToPage("/Order");
            }

            TempData["Flash"] = "Your session had expired, so nothing was ordered.";
            return RedirectToPage("/Cart");
        }

        if (Cart.Count == 0)
        {
            return RedirectToPage("/Cart");
        }

        HasChanged = Cart.Contents != Contents;
        if (HasChanged || !ModelState.IsValid)
        {
            return Page();
        }

        // If the commit below fails, the customer orders once more, with the same number, unless the session has ended: then this is the order
        // that was placed before.
        var order = orders.Place(new Order(number, Cart, Address));
        if (order.Items.Contents != Cart.Contents || order.Address != Address)
        {
            TempData["Flash"] = "This is your order as you placed it first. What you have added to your cart since then is still there.";
        }

        session.Remove(ShopFields.OrderNumber);
        session.Set(ShopFields.Receipt, new Receipt(order.Number, order.Items.Count, order.Items.Total));

        // Commits all three. The pages that add to the cart don't wait for this one, so the cart is the one in the table, not the one that was loaded.
        await session.UpdateAsync(ShopFields.Cart, cart => cart.Minus(order.Items));
        return RedirectToPage("/Order");
    }
}
