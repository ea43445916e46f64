using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>A browser as unit tests simulate it: each request is a fake session, created from the one before.</summary>
/// <param name="blank">The session of a browser without cookies.</param>
internal sealed class FakeBrowser(FakeSession blank) : IModelBrowser
{
    private readonly Dictionary<string, FakeSession> _lastWithCookie = new(StringComparer.Ordinal);
    private FakeSession _last = blank;

    public string? Cookie
    {
        get => _last.CookieHeader;
        set => _last = _lastWithCookie[value!];
    }

    public async Task<int> SendAsync(Func<IDynamoSession, Task> endpoint)
    {
        var session = await _last.NextRequestAsync();
        try
        {
            await endpoint(session);
        }
        catch (Exception exception)
        {
            await session.NextRequestAsync(exception);
            _last = session;
            throw;
        }

        _last = session;
        var status = StatusCodes.Status200OK;
        try
        {
            await session.NextRequestAsync();
        }
        catch (SessionGoneException)
        {
            status = StatusCodes.Status409Conflict;
        }

        if (Cookie is { } cookie)
        {
            _lastWithCookie[cookie] = session;
        }

        return status;
    }
}
