using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

// Also shown when the session's table cannot be reached. The layout then sees an empty session instead of failing.
[SessionPolicy(SessionAccess.Optional)]
[ResponseCache(NoStore = true)]
// A failed POST is re-executed on this page as a POST, with or without an antiforgery token. The page changes nothing.
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    public string Title => Status switch
    {
        StatusCodes.Status400BadRequest => "That page was out of date",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => HasEnded ? "Your session has ended" : "Something else came first",
        StatusCodes.Status503ServiceUnavailable => "Back in a moment",
        _ => "Something went wrong",
    };

    public string Advice => Status switch
    {
        // A form is bound to its user by its antiforgery token.
        StatusCodes.Status400BadRequest => "You may have signed in or out since it was opened, here or on another device. Please open it again.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status409Conflict when HasEnded => "It ended while your request was under way, so your last change was not kept. Please start again.",
        StatusCodes.Status409Conflict => "Another request was changing your session at the same time. Please check your cart before you try again.",
        StatusCodes.Status503ServiceUnavailable => "Your session cannot be reached just now, but it is not lost. Please try again in a moment.",
        _ => "It is not your fault. Please try again.",
    };

    // A 409 is the answer both to a request whose session has ended and to one that lost against others. The page sees the session as it is now.
    private bool HasEnded => HttpContext.GetDynamoSession().IsNew;
}
