using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.SignIn.Tickets;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sign-ins in sessions.</summary>
public static class DynamoSessionSignInBuilderExtensions
{
    /// <summary>
    /// Keeps the ticket of the application's cookie authentication, ASP.NET Core Identity's included, in the session's own item, so that the
    /// session is the sign-in: whatever ends the session signs the user out with the next request, everywhere. A request that is signed in
    /// still costs one read.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <returns>The registration.</returns>
    /// <remarks>
    /// <para>
    /// The authentication cookie then holds a random key only, so signing in needs no key ring of Data Protection that all servers share. It
    /// opens nothing without the session's cookie. Users who are signed in when this is introduced have to sign in once more.
    /// </para>
    /// <para>
    /// A sign-in lasts as long as the session. One that is persistent (<c>AuthenticationProperties.IsPersistent</c>) keeps the session for as
    /// long as the ticket is valid, 14 days by default. The tickets of external sign-ins and second factors stay in their cookies.
    /// </para>
    /// </remarks>
    public static IDynamoSessionBuilder StoreSignInTickets(this IDynamoSessionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<CookieAuthenticationOptions>, TicketRegistration>());
        return builder;
    }
}
