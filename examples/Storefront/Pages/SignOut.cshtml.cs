using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class SignOutModel : PageModel
{
    public IActionResult OnPost()
    {
        HttpContext.GetDynamoSession().Destroy();

        // Set after Destroy(): this message is the first field of a new session.
        TempData["Flash"] = "You are signed out.";
        return RedirectToPage("/Index");
    }
}
