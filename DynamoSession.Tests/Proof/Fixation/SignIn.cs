using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>
/// One user signs in, with parallel requests, perhaps a double click and perhaps lost responses, while an attacker uses the id from
/// before the sign-in. The user signs in again until it succeeds.
/// </summary>
/// <param name="app">The application.</param>
/// <param name="clock">The browser's clock.</param>
/// <param name="number">Determines the user and the kind of sign-in: 45 consecutive numbers give every kind.</param>
/// <param name="random">Determines the rest.</param>
internal sealed class SignIn(InProcessApp app, TimeProvider clock, int number, Random random)
{
    public const string Secret = "secret";

    private const int MaxRepeats = 10;
    private const int Starts = 5;
    private const int OneOf = 3;
    private const string LateMark = "late";

    private readonly string _user = string.Create(CultureInfo.InvariantCulture, $"user-{number}");
    private readonly CookieJar _jar = new(clock);
    private readonly Attacker _attacker = new(app, new Random(random.Next()));
    private readonly bool _commitsBeforeTheResponse = random.Next(4) == 0;
    private string? _planted;
    private int _pagesThroughEarlierId;
    private bool _hadFailures;

    public Start Start { get; } = (Start)(number % Starts);

    public bool ClicksTwice { get; } = number % OneOf == 0;

    public bool LosesResponses { get; } = number / (Starts * OneOf) % OneOf == 0;

    /// <summary>Gets how often the user had to sign in again.</summary>
    public int Repeats { get; private set; }

    public int Attempts => _attacker.Attempts;

    /// <summary>Gets how often the signed-in user's data was readable through an id from before the sign-in.</summary>
    public int Accesses => _attacker.Accesses + _pagesThroughEarlierId;

    /// <summary>Gets what went wrong for the user; null if nothing did.</summary>
    public string? Problem { get; private set; }

    public static IEnumerable<string> NewCookies(InProcessAnswer response) =>
        response.SetCookies.Select(header => header!.Split(';')[0].Split('=', 2)).Where(pair => pair[0] == SessionApp.CookieName && pair[1].Length > 0).Select(pair => pair[1]);

    public async Task RunAsync()
    {
        await PrepareAsync();
        await SignInInParallelAsync();
        await AttackAsync("between", random.Next(2, 6));

        var isSignedIn = await IsSignedInAsync();

        // If the browser had a session, every response arrived and none was an error, then it has the right cookie at once.
        if (!isSignedIn && Start is not (Start.Invented or Start.PlantedEnded) && !LosesResponses && !_hadFailures)
        {
            Problem = "has a wrong cookie";
            return;
        }

        for (; !isSignedIn && Repeats < MaxRepeats; Repeats++)
        {
            _jar.Take((await app.SendAsync(Header(), SignInEndpoint)).SetCookies);
            isSignedIn = await IsSignedInAsync();
        }

        Problem = isSignedIn ? null : "is locked out";
        await AttackAsync(LateMark, random.Next(2, 6));
        await _attacker.ReadWithEveryIdAsync();
        if (!await IsSignedInAsync())
        {
            Problem ??= "lost the session to the attacker";
        }
    }

    private async Task PrepareAsync()
    {
        if (Start is Start.Own or Start.PlantedBeforeOwn)
        {
            // The table sometimes fails.
            while (_jar[SessionApp.CookieName] is null)
            {
                _jar.Take((await app.SendAsync(null, Run(session => session.Set("cart", 1)))).SetCookies);
            }

            _attacker.Learn(_jar[SessionApp.CookieName]!);
        }

        switch (Start)
        {
            case Start.Planted:
                _jar[SessionApp.CookieName] = await _attacker.VisitAsync();
                break;
            case Start.PlantedBeforeOwn:
                _planted = await _attacker.VisitAsync();
                break;
            case Start.PlantedEnded:
                var ended = await _attacker.VisitAsync();
                _jar[SessionApp.CookieName] = ended;
                await app.SendAsync($"{SessionApp.CookieName}={ended}", Run(session => session.Destroy()));
                break;
            case Start.Invented:
                _jar[SessionApp.CookieName] = Attacker.Invent();
                _attacker.Learn(_jar[SessionApp.CookieName]!);
                break;
        }
    }

    private async Task SignInInParallelAsync()
    {
        var header = Header();
        List<Func<Task<InProcessAnswer>>> requests = [() => app.SendAsync(header, SignInEndpoint)];
        if (ClicksTwice)
        {
            requests.Add(requests[0]);
        }

        for (var pages = random.Next(5); pages > 0; pages--)
        {
            requests.Add(() => app.SendAsync(header, ReadWithEarlierId));
            requests.Add(() => app.SendAsync(header, Run(session => session.Increment("pages"))));
        }

        var order = requests.ToArray();
        random.Shuffle(order);
        var attacks = random.Next(2, 6);
        var attacking = Task.Run(() => AttackAsync("early", attacks));
        var responses = await Task.WhenAll(order.Select(Task.Run));
        await attacking;

        // Sent while the response to the sign-in is still on its way to the browser.
        if (random.Next(2) == 0)
        {
            responses = [.. responses, await app.SendAsync(header, ReadWithEarlierId), await app.SendAsync(header, Run(session => session.Increment("pages")))];
        }

        _hadFailures = responses.Any(response => response.Status == 503);
        random.Shuffle(responses);
        foreach (var response in responses)
        {
            if (!LosesResponses || random.Next(2) == 0)
            {
                _jar.Take(response.SetCookies);
            }
        }
    }

    private async Task AttackAsync(string mark, int attacks)
    {
        for (; attacks > 0; attacks--)
        {
            await _attacker.AttackAsync(mark);
        }
    }

    private async Task<bool> IsSignedInAsync()
    {
        var isSignedIn = false;
        await app.SendAsync(Header(), Run(session =>
        {
            isSignedIn = session.Get<string>(Secret) == _user && session.UserId == _user;
            if (isSignedIn && session.Get<string>("mark") == LateMark)
            {
                Problem = "has a session that the attacker wrote to";
            }
        }));
        return isSignedIn;
    }

    private string? Header() => _planted is null ? _jar.Header : $"{SessionApp.CookieName}={_planted}; {_jar.Header}";

    private Task SignInEndpoint(HttpContext context)
    {
        var session = context.GetDynamoSession();
        session.UserId = _user;
        session.RenewId();
        session.Set(Secret, _user);
        return _commitsBeforeTheResponse ? session.CommitAsync() : Task.CompletedTask;
    }

    private Task ReadWithEarlierId(HttpContext context)
    {
        if (context.Session.Get<string>(Secret) is not null)
        {
            Interlocked.Increment(ref _pagesThroughEarlierId);
        }

        return Task.CompletedTask;
    }

    private static RequestDelegate Run(Action<IDynamoSession> action) => context =>
    {
        action(context.GetDynamoSession());
        return Task.CompletedTask;
    };
}
