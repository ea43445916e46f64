using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>
/// One user signs in: with parallel requests, perhaps clicking twice, perhaps never hearing the answer, while an attacker uses the
/// id from before; and once more as long as it has not worked.
/// </summary>
/// <param name="app">Where.</param>
/// <param name="clock">The browser's.</param>
/// <param name="number">Decides who it is and what kind of sign-in: of 45 in a row, each is of another kind.</param>
/// <param name="random">Decides the rest.</param>
internal sealed class SignIn(InProcessApp app, TimeProvider clock, int number, Random random)
{
    public const string Secret = "secret";

    private const int MostRepeats = 3;
    private const int Starts = 5;
    private const int OneOf = 3;
    private const string LatePoison = "late";

    private readonly string _user = string.Create(CultureInfo.InvariantCulture, $"user-{number}");
    private readonly CookieJar _jar = new(clock);
    private readonly Attacker _attacker = new(app, new Random(random.Next()));
    private readonly bool _commitsBeforeTheAnswer = random.Next(4) == 0;
    private string? _planted;
    private int _pagesThroughEarlierId;
    private bool _wasTroubled;

    public Start Start { get; } = (Start)(number % Starts);

    public bool ClicksTwice { get; } = number % OneOf == 0;

    public bool LosesAnswers { get; } = number / (Starts * OneOf) % OneOf == 0;

    /// <summary>Gets how often the user had to sign in again.</summary>
    public int Repeats { get; private set; }

    public int Attempts => _attacker.Attempts;

    /// <summary>Gets how often anybody saw the signed-in user's data through an id from before.</summary>
    public int Accesses => _attacker.Accesses + _pagesThroughEarlierId;

    /// <summary>Gets what went wrong for the user; null for nothing.</summary>
    public string? Trouble { get; private set; }

    public static IEnumerable<string> NewCookies(InProcessAnswer answer) =>
        answer.SetCookies.Select(header => header!.Split(';')[0].Split('=', 2)).Where(pair => pair[0] == SessionApp.CookieName && pair[1].Length > 0).Select(pair => pair[1]);

    public async Task RunAsync()
    {
        await PrepareAsync();
        await SignInAmongOthersAsync();
        await StrikeAsync("between", random.Next(2, 6));

        var isSignedIn = await IsSignedInAsync();

        // The browser had a session, every answer arrived and none was an error: then it holds the right cookie at once.
        if (!isSignedIn && Start is not (Start.Invented or Start.PlantedDead) && !LosesAnswers && !_wasTroubled)
        {
            Trouble = "is left with a wrong cookie";
            return;
        }

        for (; !isSignedIn && Repeats < MostRepeats; Repeats++)
        {
            _jar.Take((await app.SendAsync(Header(), SignInEndpoint)).SetCookies);
            isSignedIn = await IsSignedInAsync();
        }

        Trouble = isSignedIn ? null : "is locked out";
        await StrikeAsync(LatePoison, random.Next(2, 6));
        await _attacker.LookEverywhereAsync();
        if (!await IsSignedInAsync())
        {
            Trouble ??= "lost the session to the attacker";
        }
    }

    private async Task PrepareAsync()
    {
        if (Start is Start.Own or Start.PlantedBeforeOwn)
        {
            // The table fails at times.
            while (_jar[SessionApp.CookieName] is null)
            {
                _jar.Take((await app.SendAsync(null, Doing(session => session.Set("cart", 1)))).SetCookies);
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
            case Start.PlantedDead:
                var dead = await _attacker.VisitAsync();
                _jar[SessionApp.CookieName] = dead;
                await app.SendAsync($"{SessionApp.CookieName}={dead}", Doing(session => session.Destroy()));
                break;
            case Start.Invented:
                _jar[SessionApp.CookieName] = Attacker.Invent();
                _attacker.Learn(_jar[SessionApp.CookieName]!);
                break;
        }
    }

    private async Task SignInAmongOthersAsync()
    {
        var header = Header();
        List<Func<Task<InProcessAnswer>>> requests = [() => app.SendAsync(header, SignInEndpoint)];
        if (ClicksTwice)
        {
            requests.Add(requests[0]);
        }

        for (var pages = random.Next(5); pages > 0; pages--)
        {
            requests.Add(() => app.SendAsync(header, SeenThroughEarlierId));
            requests.Add(() => app.SendAsync(header, Doing(session => session.Increment("pages"))));
        }

        var order = requests.ToArray();
        random.Shuffle(order);
        var strikes = random.Next(2, 6);
        var struck = Task.Run(() => StrikeAsync("early", strikes));
        var answers = await Task.WhenAll(order.Select(Task.Run));
        await struck;

        // Sent while the sign-in's answer is still on its way to the browser.
        if (random.Next(2) == 0)
        {
            answers = [.. answers, await app.SendAsync(header, SeenThroughEarlierId), await app.SendAsync(header, Doing(session => session.Increment("pages")))];
        }

        _wasTroubled = answers.Any(answer => answer.Status == 503);
        random.Shuffle(answers);
        foreach (var answer in answers)
        {
            if (!LosesAnswers || random.Next(2) == 0)
            {
                _jar.Take(answer.SetCookies);
            }
        }
    }

    private async Task StrikeAsync(string poison, int strikes)
    {
        for (; strikes > 0; strikes--)
        {
            await _attacker.StrikeAsync(poison);
        }
    }

    private async Task<bool> IsSignedInAsync()
    {
        var isSignedIn = false;
        await app.SendAsync(Header(), Doing(session =>
        {
            isSignedIn = session.Get<string>(Secret) == _user && session.UserId == _user;
            if (isSignedIn && session.Get<string>("poison") == LatePoison)
            {
                Trouble = "has a session that the attacker wrote to";
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
        return _commitsBeforeTheAnswer ? session.CommitAsync() : Task.CompletedTask;
    }

    private Task SeenThroughEarlierId(HttpContext context)
    {
        if (context.Session.Get<string>(Secret) is not null)
        {
            Interlocked.Increment(ref _pagesThroughEarlierId);
        }

        return Task.CompletedTask;
    }

    private static RequestDelegate Doing(Action<IDynamoSession> action) => context =>
    {
        action(context.GetDynamoSession());
        return Task.CompletedTask;
    };
}
