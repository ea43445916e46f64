using DynamoSession.AspNetCore;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>A browser for one sequence of requests. It starts without cookies.</summary>
internal interface IModelBrowser
{
    /// <summary>Gets or sets the session cookie; null for none.</summary>
    string? Cookie { get; set; }

    /// <summary>Sends a request. An exception of the endpoint is rethrown, and then no cookie is sent.</summary>
    /// <returns>The response's status.</returns>
    Task<int> SendAsync(Func<IDynamoSession, Task> endpoint);
}
