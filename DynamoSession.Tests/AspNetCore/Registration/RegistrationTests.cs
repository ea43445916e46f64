using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace DynamoSession.Tests.AspNetCore.Registration;

/// <summary>What AddDynamoSession registers, and whose client it uses.</summary>
public sealed class RegistrationTests
{
    [Test]
    public async Task A_registered_client_is_used_and_never_disposed()
    {
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(dynamoDb => dynamoDb.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new GetItemResponse());
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddSingleton(client.Object);

        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<ISessionTable>().LoadAsync("id", consistentRead: true, CancellationToken.None);
        }

        client.Verify(dynamoDb => dynamoDb.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()), Times.Once);
        client.Verify(dynamoDb => dynamoDb.Dispose(), Times.Never);
    }

    [Test]
    public void Registering_twice_adds_nothing()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession();
        var once = services.Select(service => service.ServiceType).ToArray();

        services.AddDynamoSession();

        var added = services.Skip(once.Length).Select(service => service.ServiceType.Name);
        Assert.That(added, Is.All.StartsWith("IConfigureOptions").Or.StartsWith("IStartupValidator"));
    }

    [Test]
    public void A_second_registration_does_not_take_the_table_in_memory_away()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession().UseInMemoryTable();
        services.AddDynamoSession();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<ISessionTable>(), Is.TypeOf<InMemorySessionTable>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Microsofts_storage_is_replaced_in_either_order(bool isFirst)
    {
        var services = new ServiceCollection();
        if (isFirst)
        {
            services.AddSession();
        }

        services.AddDynamoSession().UseInMemoryTable();
        if (!isFirst)
        {
            services.AddSession();
        }

        using var provider = services.BuildServiceProvider();
        Assert.That(provider.GetServices<ISessionStore>().Single().GetType().Assembly.GetName().Name, Is.EqualTo("DynamoSession.AspNetCore"));
    }

    [Test]
    public void UseDynamoSession_without_its_services_says_what_to_call()
    {
        using var provider = new ServiceCollection().BuildServiceProvider();

        Assert.That(
            () => new ApplicationBuilder(provider).UseDynamoSession(),
            Throws.InvalidOperationException.With.Message.Contains("builder.Services.AddDynamoSession()"));
    }

    [Test]
    public void Nothing_falls_back_to_memory()
    {
        var services = new ServiceCollection();
        services.AddDynamoSession();
        services.AddSingleton(Mock.Of<IAmazonDynamoDB>());
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<ISessionTable>(), Is.TypeOf<DynamoDbSessionTable>());
    }
}
