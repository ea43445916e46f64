using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

public sealed class IndexModel : PageModel
{
    public string? Customer => HttpContext.GetDynamoSession().UserId;

    public Cart Cart => HttpContext.Session.Get(ShopFields.Cart);

    // This is a demo: any name is accepted, and there is no password.
    public IActionResult OnPostSignIn(string name)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var session = HttpContext.GetDynamoSession();
        session.RenewId();
        session.UserId = name;
        TempData["Flash"] = $"Welcome, {name}.";
        return RedirectToPage();
    }

    #region sign-out
    public IActionResult OnPostSignOut()
    {
        HttpContext.GetDynamoSession().Destroy();

        // Set after Destroy(): this message is the first field of a new session.
        TempData["Flash"] = "You are signed out.";
        return RedirectToPage();
    }
    #endregion
}
