using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class SignInModel : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Please tell us a name.")]
    [StringLength(40, ErrorMessage = "That is too long: at most 40 characters.")]
    public string Name { get; set; } = "";

    public IActionResult OnPost()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var session = HttpContext.GetDynamoSession();

        // Renew the id at sign-in, so that a cookie that someone learned earlier grants no access afterwards.
        session.RenewId();
        session.Set(ShopFields.Customer, Name);
        TempData["Flash"] = $"You are signed in as {Name}.";
        return RedirectToPage("/Index");
    }
}
