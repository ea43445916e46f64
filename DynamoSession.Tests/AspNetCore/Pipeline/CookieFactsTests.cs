using DynamoSession.AspNetCore.Pipeline;

namespace DynamoSession.Tests.AspNetCore.Pipeline;

/// <summary>The table by which a response sends, expires or leaves the session's cookie, row by row.</summary>
public sealed class CookieFactsTests
{
    private static IEnumerable<TestCaseData> Rows()
    {
        yield return Row("nothing has happened", new CookieFacts(), CookieDecision.Leave);
        yield return Row("a session was read", new CookieFacts { IsStored = true }, CookieDecision.Leave);
        yield return Row("a session was started, or got a new id", new CookieFacts { IsStored = true, HasNewId = true }, CookieDecision.Send);
        yield return Row("another was signed out before it started", new CookieFacts { IsStored = true, HasNewId = true, WasDestroyed = true }, CookieDecision.Send);
        yield return Row("a new sign-in with a dead cookie", new CookieFacts { IsStored = true, HasNewId = true, JustEnded = true }, CookieDecision.Send);
        yield return Row("an error page after a pass that started one", new CookieFacts { IsStored = true, WasReplacedEarlier = true }, CookieDecision.Send);
        yield return Row("an error page after a pass that ended it", new CookieFacts { WasReplacedEarlier = true }, CookieDecision.Expire);
        yield return Row("a legacy cookie opened it", new CookieFacts { IsStored = true, WasImported = true }, CookieDecision.Send);
        yield return Row("a legacy cookie led nowhere", new CookieFacts { WasImported = true }, CookieDecision.Leave);
        yield return Row("it was extended", new CookieFacts { IsStored = true, WasExtended = true }, CookieDecision.Leave);
        yield return Row("a persistent one was extended", new CookieFacts { IsStored = true, WasExtended = true, OutlivesBrowser = true }, CookieDecision.Send);
        yield return Row("a persistent one was read", new CookieFacts { IsStored = true, OutlivesBrowser = true }, CookieDecision.Leave);
        yield return Row("it was signed out", new CookieFacts { WasDestroyed = true }, CookieDecision.Expire);
        yield return Row("it was signed out, then a new one was asked for", new CookieFacts { WasDestroyed = true, RenewsId = true }, CookieDecision.Expire);
        yield return Row("a late request with a dead cookie", new CookieFacts { JustEnded = true }, CookieDecision.Leave);
        yield return Row("a sign-out with an id that was renewed", new CookieFacts { JustEnded = true, WasDestroyed = true }, CookieDecision.Expire);
        yield return Row("a second sign-out", new CookieFacts { JustEnded = true, WasSignedOut = true, WasDestroyed = true }, CookieDecision.Leave);
        yield return Row("a second sign-out that started another", new CookieFacts { JustEnded = true, WasSignedOut = true, WasDestroyed = true, IsStored = true, HasNewId = true }, CookieDecision.Send);
        yield return Row("a page of a browser whose cookie leads nowhere", new CookieFacts { LeadsNowhere = true }, CookieDecision.Expire);
        yield return Row("the same, on which a session was started", new CookieFacts { LeadsNowhere = true, IsStored = true, HasNewId = true }, CookieDecision.Send);
        yield return Row("a sign-in with a dead cookie that stored nothing", new CookieFacts { JustEnded = true, RenewsId = true }, CookieDecision.Expire);
        yield return Row("a new id for a session that was never stored", new CookieFacts { RenewsId = true }, CookieDecision.Leave);
    }

    private static TestCaseData Row(string when, CookieFacts facts, CookieDecision expected) => new(when, facts, expected);

    [TestCaseSource(nameof(Rows))]
    public void The_cookie_is_sent_expired_or_left(string when, object facts, object expected) =>
        Assert.That(((CookieFacts)facts).Decide(), Is.EqualTo(expected), when);
}
