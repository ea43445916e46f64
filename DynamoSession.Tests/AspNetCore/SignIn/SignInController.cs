using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DynamoSession.Tests.AspNetCore.SignIn;

public sealed class SignInController : ControllerBase
{
    [HttpPost("/in/mvc")]
    public IActionResult Result(string user) => SignIn(SignInApp.Principal(user), SignInApp.Scheme);

    [HttpPost("/in/mvc-filter")]
    [SignsIn]
    public string Filtered() => Request.Method;

    [HttpPost("/out/mvc")]
    public IActionResult SignUserOut() => SignOut();

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SignsInAttribute : ActionFilterAttribute
    {
        public override async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
        {
            await context.HttpContext.SignInAsync(SignInApp.Principal(context.HttpContext.Request.Query["user"]));
            await next();
        }
    }
}
