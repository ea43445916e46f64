using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Tests;

[TestFixture]
public sealed class CustomersOnlyTests
{
    #region filter
    [Test]
    public async Task Ordering_requires_a_sign_in()
    {
        var session = new FakeSession();
        var invocation = EndpointFilterInvocationContext.Create(session.CreateHttpContext());

        var result = await new CustomersOnly().InvokeAsync(invocation, _ => ValueTask.FromResult<object?>("let through"));

        Assert.That(result, Is.InstanceOf<UnauthorizedHttpResult>());
    }

    [Test]
    public async Task Customers_are_let_through()
    {
        var session = new FakeSession().SignedInAs("Ada");
        var invocation = EndpointFilterInvocationContext.Create(session.CreateHttpContext());

        var result = await new CustomersOnly().InvokeAsync(invocation, _ => ValueTask.FromResult<object?>("let through"));

        Assert.That(result, Is.EqualTo("let through"));
    }
    #endregion
}
