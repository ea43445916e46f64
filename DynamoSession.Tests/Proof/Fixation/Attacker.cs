using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>Knows ids from before a sign-in, and all ids obtained by using them, and uses them.</summary>
internal sealed class Attacker(InProcessApp app, Random random)
{
    private readonly List<string> _known = [];

    /// <summary>Gets how often a known id was used.</summary>
    public int Attempts { get; private set; }

    /// <summary>Gets how often that gave access to the data of a signed-in user.</summary>
    public int Accesses { get; private set; }

    public void Learn(string cookie) => _known.Add(cookie);

    /// <summary>Starts a session of its own.</summary>
    public async Task<string> VisitAsync()
    {
        for (var known = _known.Count; _known.Count == known;)
        {
            await SendAsync(null, context => Finish(() => context.Session.Set("trap", true)));
        }

        return _known[^1];
    }

    public static string Invent() => SessionId.NewSecret();

    /// <summary>Uses one of the known ids: reads, writes, renews the id or signs out.</summary>
    public Task AttackAsync(string mark)
    {
        var cookie = _known[random.Next(_known.Count)];
        return SendAsync(cookie, random.Next(8) switch
        {
            0 => context => Finish(() =>
            {
                context.GetDynamoSession().RenewId();
                context.Session.Set("trap", true);
            }),
            1 => context => Finish(() => context.GetDynamoSession().Destroy()),
            <= 4 => context => Finish(() => context.Session.Set("mark", mark)),
            _ => _ => Task.CompletedTask,
        });
    }

    /// <summary>Reads with each of the known ids.</summary>
    public async Task ReadWithEveryIdAsync()
    {
        foreach (var cookie in _known.ToArray())
        {
            await SendAsync(cookie, _ => Task.CompletedTask);
        }
    }

    private async Task SendAsync(string? cookie, RequestDelegate action)
    {
        var response = await app.SendAsync(cookie is null ? null : $"{SessionApp.CookieName}={cookie}", context =>
        {
            if (cookie is not null)
            {
                Attempts++;
                Accesses += context.Session.Get<string>(SignIn.Secret) is null && context.GetDynamoSession().UserId is null ? 0 : 1;
            }

            return action(context);
        });
        _known.AddRange(SignIn.NewCookies(response));
    }

    private static Task Finish(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
