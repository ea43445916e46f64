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
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Your session has ended",
        StatusCodes.Status503ServiceUnavailable => "Back in a moment",
        _ => "Something went wrong",
    };

    public string Advice => Status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status409Conflict => "It ended while your request was under way. Nothing was changed; please start again.",
        StatusCodes.Status503ServiceUnavailable => "Your session cannot be reached just now. Nothing is lost; please try again.",
        _ => "It is not your fault. Please try again.",
    };
}
