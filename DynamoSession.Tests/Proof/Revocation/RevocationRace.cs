using System.Collections.Concurrent;
using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Revocation;

/// <summary>The sessions of one user are revoked while the user signs in, renews ids and changes fields in several browsers.</summary>
/// <param name="app">The application.</param>
/// <param name="directory">The directory that the revocation uses.</param>
/// <param name="number">The number of the race.</param>
/// <param name="random">Determines what happens.</param>
internal sealed class RevocationRace(InProcessApp app, ISessionDirectory directory, int number, Random random)
{
    private const int Browsers = 4;

    private readonly string _user = string.Create(CultureInfo.InvariantCulture, $"user-{number}");
    private readonly ConcurrentBag<string> _cookies = [];
    private readonly Lock _order = new();
    private bool _isRevoked;

    /// <summary>Gets how many sign-ins, renewals and commits were in progress when the revocation began.</summary>
    public int InProgress { get; private set; }

    /// <summary>Gets how many of the cookies that were sent for these, or before, open a session of the user afterwards.</summary>
    public int Survivors { get; private set; }

    public int Cookies => _cookies.Count;

    /// <summary>Gets whether a sign-in after the revocation has failed.</summary>
    public bool IsLockedOut { get; private set; }

    public async Task RunAsync()
    {
        var jars = new string?[Browsers];
        for (var browser = 0; browser < Browsers; browser++)
        {
            jars[browser] = random.Next(3) switch
            {
                0 => null,
                1 => await SendAsync(cookie: null, session => session.Set("cart", 1)),
                _ => await SendAsync(cookie: null, SignIn),
            };
        }

        var pause = random.Next(10);
        var requests = jars.Select(cookie => (cookie, action: ActionOf(random.Next(4)), delay: random.Next(12))).Select(request => Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(request.delay), TimeProvider.System);
            await SendAsync(request.cookie, request.action);
        })).ToArray();
        await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System);

        InProgress = requests.Count(request => !request.IsCompleted);
        lock (_order)
        {
            _isRevoked = true;
        }

        await directory.DestroyByUserAsync(_user);
        await Task.WhenAll(requests);

        foreach (var cookie in _cookies)
        {
            Survivors += await UserOfAsync(cookie) == _user ? 1 : 0;
        }

        Survivors += await directory.ListByUserAsync(_user).CountAsync();
        IsLockedOut = await UserOfAsync(await SendAsync(cookie: null, session => session.UserId = _user)) != _user;
    }

    private Action<IDynamoSession> ActionOf(int kind) => kind switch
    {
        0 => session => session.Increment("count"),
        1 => session => session.RenewId(),
        _ => SignIn,
    };

    // A sign-in that begins after the revocation does not have to be ended by it.
    private void SignIn(IDynamoSession session)
    {
        lock (_order)
        {
            if (!_isRevoked)
            {
                session.RenewId();
                session.UserId = _user;
            }
        }
    }

    private async Task<string?> SendAsync(string? cookie, Action<IDynamoSession> use)
    {
        var answer = await app.SendAsync(cookie is null ? null : $"{SessionApp.CookieName}={cookie}", context =>
        {
            use(context.GetDynamoSession());
            return Task.CompletedTask;
        });
        var sent = answer.SetCookies
            .Select(header => header!.Split(';')[0].Split('=', 2))
            .Where(pair => pair[0] == SessionApp.CookieName && pair[1].Length > 0)
            .Select(pair => pair[1])
            .LastOrDefault();
        if (sent is not null)
        {
            _cookies.Add(sent);
        }

        return sent ?? cookie;
    }

    private async Task<string?> UserOfAsync(string? cookie)
    {
        string? user = null;
        await app.SendAsync($"{SessionApp.CookieName}={cookie}", context =>
        {
            user = context.GetDynamoSession().UserId;
            return Task.CompletedTask;
        });
        return user;
    }
}
