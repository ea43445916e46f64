using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

// The number of attempts is not limited here. In production, use Microsoft.AspNetCore.RateLimiting, a web application firewall, or
// the lockout of ASP.NET Core Identity.
internal sealed class SignInModel(Accounts accounts) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Please enter your name.")]
    [StringLength(40, ErrorMessage = "That is too long: at most 40 characters.")]
    public string Name { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Please enter your password.")]
    [StringLength(128, ErrorMessage = "That is too long: at most 128 characters.")]
    public string Password { get; set; } = "";

    [BindProperty]
    public bool StaySignedIn { get; set; }

    // Part of the page's address, to which the form is posted.
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (accounts.Verify(Name, Password) is not { } account)
        {
            // Doesn't say which of the two, so that it doesn't reveal which accounts exist.
            ModelState.AddModelError(nameof(Password), "The name or the password is wrong.");
            return Page();
        }

        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(ClaimTypes.Name, account.Name)],
            CookieAuthenticationDefaults.AuthenticationScheme);

        // Gives the session a new id and binds it to the user. The cart stays, unless it is the cart of another user.
        await HttpContext.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = StaySignedIn });

        // What the page "My devices" shows of this session.
        HttpContext.GetDynamoSession().Describe(DescribeRequest());

        TempData["Flash"] = $"You are signed in as {account.Name}.";
        return Url.IsLocalUrl(ReturnUrl) ? LocalRedirect(ReturnUrl) : RedirectToPage("/Index");
    }

    private string DescribeRequest()
    {
        var device = DeviceName.From(Request.Headers.UserAgent);
        var place = PlaceName.From(Request.Headers[PlaceName.CityHeader], Request.Headers[PlaceName.CountryHeader]);
        return place is null ? device : $"{device}, {place}";
    }
}
