using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>Puts <see cref="SessionAuthenticationService"/> around the application's authentication service.</summary>
internal static class AuthenticationServiceDecoration
{
    /// <summary>Decorates the service that is registered, or the framework's own if <c>AddAuthentication</c> is called later.</summary>
    public static void Register(IServiceCollection services)
    {
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IAuthenticationService) && !service.IsKeyedService) ?? Default();
        var create = FactoryOf(registered);
        services.AddSingleton<SessionSignIn>();
        services.Replace(new ServiceDescriptor(
            typeof(IAuthenticationService),
            provider => new SessionAuthenticationService((IAuthenticationService)create(provider), provider.GetRequiredService<SessionSignIn>()),
            registered.Lifetime));
    }

    // Registered without the other services of authentication, whose mere presence makes WebApplication add its middleware.
    private static ServiceDescriptor Default() =>
        new ServiceCollection().AddAuthenticationCore().Single(service => service.ServiceType == typeof(IAuthenticationService));

    private static Func<IServiceProvider, object> FactoryOf(ServiceDescriptor descriptor)
    {
        if (descriptor.ImplementationInstance is { } instance)
        {
            return _ => instance;
        }

        if (descriptor.ImplementationFactory is { } factory)
        {
            return factory;
        }

        // To compile it takes a tenth of an application's start, and many applications never authenticate anybody.
        var constructor = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(descriptor.ImplementationType!, Type.EmptyTypes));
        return provider => provider.GetService<IAuthenticationHandlerProvider>() is null
            ? throw new InvalidOperationException("The application uses authentication without its services. Call builder.Services.AddAuthentication() first.")
            : constructor.Value(provider, arguments: null);
    }
}
