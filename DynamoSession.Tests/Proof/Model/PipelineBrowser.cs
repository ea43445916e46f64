using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>A browser that sends its requests to the real pipeline.</summary>
internal sealed class PipelineBrowser(InProcessApp app, TimeProvider clock) : IModelBrowser
{
    private readonly CookieJar _jar = new(clock);

    public string? Cookie
    {
        get => _jar[SessionApp.CookieName];
        set => _jar[SessionApp.CookieName] = value!;
    }

    public async Task<int> SendAsync(Func<IDynamoSession, Task> endpoint)
    {
        var response = await app.SendAsync(_jar.Header, context => endpoint(context.GetDynamoSession()));
        _jar.Take(response.SetCookies);
        return response.Status;
    }
}
