using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>The directory of an application on the fake table.</summary>
public sealed class FakeDirectoryTests
{
    [Test]
    public async Task Seeded_sessions_are_listed_and_ended_and_no_call_is_recorded()
    {
        await using var app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/user", (HttpContext context) => context.GetDynamoSession().UserId ?? "nobody");
            },
            services: builder => builder.Services.AddDynamoSession().UseFakeTable());
        var (table, directory) = (app.Services.GetRequiredService<FakeSessionTable>(), app.Services.GetRequiredService<ISessionDirectory>());
        var cookie = await table.SignInAsync("ada", session => session.Describe("phone"));
        await table.SignInAsync("eve");

        var listed = await directory.ListByUserAsync("ada").SingleAsync();
        var ended = await directory.DestroyByUserAsync("ada");

        Assert.That((listed.Description, listed.UserId, ended), Is.EqualTo(("phone", "ada", 1)));
        Assert.That(await table.ReadAsync(cookie), Is.Null);
        Assert.That(table.Calls, Is.Empty);
    }

    [Test]
    public async Task A_table_that_wraps_another_has_the_directory_of_that_one()
    {
        var client = new Mock<IAmazonDynamoDB>();
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new UpdateItemResponse());
        client.Setup(c => c.QueryAsync(It.IsAny<QueryRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new QueryResponse());
        await using var app = await SessionApp.StartInMemoryAsync(
            app => app.UseDynamoSession(),
            services: builder => builder.Services.AddSingleton<ISessionTable>(new Wrapper(new DynamoDbSessionTable(client.Object, new() { TableName = "another" }, TimeProvider.System))));

        await app.Services.GetRequiredService<ISessionDirectory>().DestroyByUserAsync("ada");

        client.Verify(c => c.UpdateItemAsync(It.Is<UpdateItemRequest>(request => request.TableName == "another"), It.IsAny<CancellationToken>()), Times.Once);
        client.Verify(c => c.QueryAsync(It.Is<QueryRequest>(request => request.TableName == "another"), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task A_table_of_the_applications_own_without_a_directory_says_so()
    {
        await using var app = await SessionApp.StartInMemoryAsync(
            app => app.UseDynamoSession(), services: builder => builder.Services.AddSingleton<ISessionTable>(Mock.Of<ISessionTable>()));

        Assert.That(() => app.Services.GetRequiredService<ISessionDirectory>(), Throws.InvalidOperationException.With.Message.Contains("has no directory"));
    }

    private sealed class Wrapper(ISessionTable inner) : DelegatingSessionTable(inner);
}
