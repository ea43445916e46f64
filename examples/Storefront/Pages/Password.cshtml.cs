using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using DynamoSession.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

[Authorize]
internal sealed class PasswordModel(Accounts accounts, ISessionDirectory directory) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Please enter your current password.")]
    [StringLength(128, ErrorMessage = "That is too long: at most 128 characters.")]
    public string CurrentPassword { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Please enter a new password.")]
    [StringLength(128, MinimumLength = 8, ErrorMessage = "A password has 8 to 128 characters.")]
    public string NewPassword { get; set; } = "";

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var userId = User.FindFirstValue(ClaimTypes.NameIdentifier)!;
        if (!accounts.ChangePassword(userId, CurrentPassword, NewPassword))
        {
            ModelState.AddModelError(nameof(CurrentPassword), "The current password is wrong.");
            return Page();
        }

        // After the change, so that the previous password can't sign anyone in again.
        await directory.DestroyByUserAsync(userId, exceptSessionId: HttpContext.Session.Id);
        TempData["Flash"] = "Your password is changed, and you are signed out everywhere else.";
        return RedirectToPage("/Devices");
    }
}
