using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests;

#region application
/// <summary>The whole application, with a table of its own in memory.</summary>
internal sealed class ShopApplication(TimeProvider? clock = null) : WebApplicationFactory<Program>
{
    public FakeSessionTable Sessions => Services.GetRequiredService<FakeSessionTable>();

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureTestServices(services =>
    {
        services.AddDynamoSession().UseFakeTable();
        services.AddSingleton(clock ?? TimeProvider.System);

        // Forms are posted without having been shown.
        services.AddRazorPages(options => options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute()));
    });
}
#endregion
