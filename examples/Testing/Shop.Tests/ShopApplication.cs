using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests;

#region application
/// <summary>The whole application, with its own table in memory.</summary>
internal sealed class ShopApplication(TimeProvider? clock = null) : WebApplicationFactory<Program>
{
    public FakeSessionTable Sessions => Services.GetRequiredService<FakeSessionTable>();

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureTestServices(services =>
    {
        services.AddDynamoSession().UseFakeTable();
        services.AddSingleton(clock ?? TimeProvider.System);

        // The tests post forms without rendering them first.
        services.AddRazorPages(options => options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute()));
    });
}
#endregion
