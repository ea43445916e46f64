using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

/// <summary>Says what has happened, whether anything was saved, and what to do.</summary>
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
        StatusCodes.Status423Locked => "One moment, please",
        StatusCodes.Status503ServiceUnavailable => "Back in a moment",
        _ => "Something went wrong",
    };

    public string Explanation => Status switch
    {
        // A form is bound to its user by its antiforgery token.
        StatusCodes.Status400BadRequest =>
            "You may have signed in or out since it was opened, in another tab or on another device. Nothing was saved. Please open the page again.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status409Conflict when HasEnded =>
            "It has expired, or you have signed in or out in another tab or on another device. " + NotSaved + "Please start again.",
        StatusCodes.Status409Conflict =>
            "Another request was changing your session at the same time. " + NotSaved + "Please check your cart, and try again.",
        StatusCodes.Status423Locked =>
            "An earlier request of yours is still being worked on. This one has changed nothing. Please wait a moment, and look at the page again.",
        StatusCodes.Status503ServiceUnavailable when IsChange =>
            "Your cart and your sign-in cannot be reached just now, but they are not lost. We don't know whether your last change was saved. "
            + "Please wait a moment, and look at the page before you repeat it.",
        StatusCodes.Status503ServiceUnavailable =>
            "Your cart and your sign-in cannot be reached just now, but they are not lost. Please try again in a moment.",
        _ when IsChange => "It is not your fault. Your last change may not have been saved. Please look at the page before you repeat it.",
        _ => "It is not your fault. Please try again.",
    };

    // A 409 is the answer both to a request whose session has ended and to one that lost against others. The page sees the session as it is now.
    // When it has ended, the browser may have the cookie of its successor already, of which this request knows nothing.
    public bool HasEnded => Status == StatusCodes.Status409Conflict && HttpContext.GetDynamoSession() is { IsAvailable: true, IsNew: true };

    /// <summary>Gets the address of the page that has failed, or from which the form came; null if there is no such page.</summary>
    public string? SamePage
    {
        get
        {
            if (Status == StatusCodes.Status404NotFound || HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not { } failed)
            {
                return null;
            }

            // Without the query of a form, which names its handler.
            var address = new PathString(failed.OriginalPathBase).Add(failed.OriginalPath).ToUriComponent() + (IsChange ? "" : failed.OriginalQueryString);
            return Url.IsLocalUrl(address) ? address : null;
        }
    }

    public string SamePageText => IsChange ? "Look at the page again" : "Try again";

    // An order is placed before the session is committed.
    private string NotSaved => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath == "/Checkout"
        ? "If you have just ordered, your order may have been placed nevertheless. "
        : "Your last change was not saved. ";

    private bool IsChange => !HttpMethods.IsGet(Request.Method);
}
