using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Configuration;

/// <summary>A configuration section whose name is misspelled sets nothing, and the application says so when it starts.</summary>
public sealed class MissingSectionTests
{
    [Test]
    public async Task A_section_that_does_not_exist_is_warned_of_once([Values("Production", "Development")] string environment)
    {
        var warnings = await WarningsAsync(environment, "DynamoSesion", "DynamoSesion");

        Assert.That(warnings, Has.Length.EqualTo(1));
        Assert.That(warnings[0], Does.Contain("'DynamoSesion'"));
    }

    [Test]
    public async Task A_nested_section_is_named_by_its_path()
    {
        Assert.That(await WarningsAsync("Production", "Web:Sessions"), Has.Length.EqualTo(1).And.All.Contain("'Web:Sessions'"));
    }

    [TestCase("DynamoSession")]
    [TestCase("dynamosession")]
    [TestCase("Web:Session")]
    public async Task A_section_that_exists_is_not(string section)
    {
        Assert.That(await WarningsAsync("Production", section), Is.Empty);
    }

    [Test]
    public async Task Without_a_section_there_is_nothing_to_warn_of()
    {
        Assert.That(await WarningsAsync("Production"), Is.Empty);
    }

    private static async Task<string[]> WarningsAsync(string environment, params string[] sections)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("DynamoSession:IdleTimeout", "00:30:00"), new("Web:Session:Table:TableName", "web")])
            .Build();
        await using var app = await SessionApp.StartInMemoryAsync(
            app => app.UseDynamoSession(),
            services: builder =>
            {
                builder.Environment.EnvironmentName = environment;
                builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
                foreach (var section in sections)
                {
                    builder.Services.AddDynamoSession(configuration.GetSection(section));
                }
            });

        return
        [
            .. app.Logs.Own.GetSnapshot()
                .Where(entry => entry.Id.Name == nameof(Log.SectionMissing) && entry.Level == LogLevel.Warning)
                .Select(entry => entry.Message),
        ];
    }
}
