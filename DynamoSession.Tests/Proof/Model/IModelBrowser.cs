using DynamoSession.AspNetCore;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>A browser without cookies, for one sequence of requests.</summary>
internal interface IModelBrowser
{
    /// <summary>Gets or sets the session's cookie; null for none.</summary>
    string? Cookie { get; set; }

    /// <summary>Sends a request; what the endpoint throws comes out here, and then no cookie leaves.</summary>
    /// <returns>The answer's status.</returns>
    Task<int> SendAsync(Func<IDynamoSession, Task> endpoint);
}
