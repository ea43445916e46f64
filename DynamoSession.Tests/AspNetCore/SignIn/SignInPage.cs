using DynamoSession.Tests.AspNetCore.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.Hosting;

// What the Razor compiler makes of a page, written by hand, because this project is not one of Razor's.
[assembly: RazorCompiledItem(typeof(SignInPage), "mvc.1.0.razor-page", "/Pages/SignInPage.cshtml")]

namespace DynamoSession.Tests.AspNetCore.SignIn;

/// <summary>A Razor Page by which users sign in and out.</summary>
[RazorCompiledItemMetadata("RouteTemplate", "/{handler}/page")]
public sealed class SignInPage : Page
{
    public ViewDataDictionary<SignInPageModel> ViewData => (ViewDataDictionary<SignInPageModel>)PageContext.ViewData;

    public SignInPageModel Model => ViewData.Model;

    public override Task ExecuteAsync()
    {
        WriteLiteral("a page");
        return Task.CompletedTask;
    }
}

/// <summary>The handlers of <see cref="SignInPage"/>.</summary>
// The tests post to it without opening it first, so they have no token. Pages check one by default; the other styles of sign-in do not.
[IgnoreAntiforgeryToken]
public sealed class SignInPageModel : PageModel
{
    public Task OnPostInAsync(string user) => HttpContext.SignInAsync(SignInApp.Principal(user));

    public Task OnPostOutAsync() => HttpContext.SignOutAsync();
}
