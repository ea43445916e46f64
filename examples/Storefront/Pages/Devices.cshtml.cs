using System.Security.Claims;
using DynamoSession.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

[Authorize]
internal sealed class DevicesModel(ISessionDirectory directory, TimeProvider clock) : PageModel
{
    public IReadOnlyList<SessionSummary> Sessions { get; private set; } = [];

    private string UserId => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Sessions = await directory.ListByUserAsync(UserId, cancellationToken).ToListAsync(cancellationToken);

    public async Task<IActionResult> OnPostSignOutAsync(string id)
    {
        if (!ModelState.IsValid)
        {
            return BadRequest();
        }

        // With the user's id, so that a manipulated form can't sign out other users.
        TempData["Flash"] = await directory.DestroyAsync(id, UserId) ? "That device is signed out." : "That device was no longer signed in.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSignOutOthersAsync()
    {
        await directory.DestroyByUserAsync(UserId, exceptSessionId: HttpContext.Session.Id);
        TempData["Flash"] = "You are signed out everywhere else.";
        return RedirectToPage();
    }

    public bool IsThisOne(SessionSummary session) => session.Id == HttpContext.Session.Id;

    public string LastSeen(SessionSummary session) => TimeInWords.Ago(clock.GetUtcNow() - session.LastSeenAt);
}
