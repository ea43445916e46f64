using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class SignOutModel : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        // Destroys the session with everything in it: the next person at this browser finds an empty cart.
        await HttpContext.SignOutAsync();

        // Set after the sign-out: this message is the first field of a new session.
        TempData["Flash"] = "You are signed out.";
        return RedirectToPage("/Index");
    }
}
