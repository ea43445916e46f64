using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Testing.Requests;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>
/// The in-memory table of an application under test: store sessions before a request, look at them afterwards, see the calls that were
/// made, and inject faults. <see cref="FakeSessionTableExtensions.UseFakeTable"/> registers it; get it from the application's
/// services.
/// </summary>
/// <remarks>
/// What the test does through this class is neither recorded nor affected by faults. It may be used by parallel requests and tests. Its
/// clock is the <see cref="TimeProvider"/> in the application's services.
/// </remarks>
public sealed class FakeSessionTable
{
    private readonly FakeBackend _backend;
    private readonly SessionFieldCodec _codec;
    private readonly ISessionIdentity _identity;

    internal FakeSessionTable(FakeBackend backend)
    {
        _backend = backend;
        _identity = backend.Services.GetRequiredService<ISessionIdentity>();
        _codec = _identity.CreateCodec(backend.Options);
    }

    /// <summary>Gets the faults to inject.</summary>
    public SessionTableFaults Faults => _backend.Faults;

    /// <summary>Gets the application's calls to the table so far, in order.</summary>
    public IReadOnlyList<SessionTableCall> Calls => _backend.Table.Calls;

    /// <summary>Gets the calls that DynamoDB bills as writes, in order: all except <see cref="SessionTableOperation.Load"/>.</summary>
    public IReadOnlyList<SessionTableCall> Writes => [.. Calls.Where(call => call.IsWrite)];

    private Backstage Backstage => _backend.Backstage;

    /// <summary>Clears the recorded calls.</summary>
    public void ClearCalls() => _backend.Table.ClearCalls();

    /// <summary>Stores a session.</summary>
    /// <param name="arrange">Sets the session's fields, user and idle timeout.</param>
    /// <returns>The Cookie header that leads to the session; the same for http and https.</returns>
    /// <exception cref="InvalidOperationException">Nothing was set; an empty session is not stored.</exception>
    public Task<string> SeedAsync(Action<IDynamoSession> arrange)
    {
        ArgumentNullException.ThrowIfNull(arrange);

        // Asynchronous like all other calls to a table.
        return Task.FromResult(Backstage.CookieHeaderOf(Backstage.Arrange(BrowserCookies.None, arrange)));
    }

    /// <summary>Stores a session that is bound to a user.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="arrange">Sets the session's fields and idle timeout.</param>
    /// <returns>The Cookie header that leads to the session. It doesn't include an authentication cookie.</returns>
    public Task<string> SignInAsync(string userId, Action<IDynamoSession>? arrange = null) => SeedAsync(session =>
    {
        session.UserId = userId;
        arrange?.Invoke(session);
    });

    /// <summary>Reads the session of a browser, by its cookies.</summary>
    /// <param name="cookieHeader">The Cookie header, for example the one that <see cref="SeedAsync"/> returned.</param>
    /// <returns>The session; <see langword="null"/> if there is none, because it has ended or got a new id.</returns>
    public async Task<SessionSnapshot?> ReadAsync(string cookieHeader)
    {
        ArgumentNullException.ThrowIfNull(cookieHeader);

        foreach (var name in Backstage.CookieNames)
        {
            foreach (var secret in _identity.FindSecrets(cookieHeader, name))
            {
                if ((await _backend.Memory.LoadAsync(_identity.TableIdOf(secret), consistentRead: true, CancellationToken.None)).Record is { } record)
                {
                    return Show(record);
                }
            }
        }

        return null;
    }

    /// <summary>Reads the session that a browser has after a response: by the cookie that the response sets, or else by the request's cookie.</summary>
    /// <param name="response">
    /// The response. Its request contains the cookies that a test has set, and those of a <c>WebApplicationFactory</c>'s client, but not
    /// those that an <see cref="HttpClientHandler"/> adds.
    /// </param>
    /// <returns>The session; <see langword="null"/> if there is none.</returns>
    public Task<SessionSnapshot?> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);

        StringValues set = response.Headers.TryGetValues("Set-Cookie", out var setCookies) ? setCookies.ToArray() : StringValues.Empty;
        var setsOurs = set.Any(header => Backstage.CookieNames.Any(name => header!.StartsWith(name + "=", StringComparison.Ordinal)));
        var sent = response.RequestMessage?.Headers.TryGetValues("Cookie", out var cookies) == true ? string.Join("; ", cookies) : "";
        return ReadAsync(setsOurs ? BrowserCookies.None.After(set, _backend.Clock.GetUtcNow()).HeaderAt(_backend.Clock.GetUtcNow()) ?? "" : sent);
    }

    /// <summary>Reads all live sessions, in no particular order.</summary>
    public async Task<IReadOnlyList<SessionSnapshot>> ListAsync() => [.. (await _backend.Table.ListAsync(CancellationToken.None)).Select(Show)];

    private SessionSnapshot Show(SessionRecord record) => new(Backstage, record, _codec);
}
