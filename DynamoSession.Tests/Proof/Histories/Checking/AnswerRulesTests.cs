namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Which answers a request may get.</summary>
public sealed class AnswerRulesTests : HandWrittenHistories
{
    [Test]
    public void An_id_that_is_given_away_twice()
    {
        Create("A", Set("text", "1"));
        Create("A", Set("text", "2"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Shared));
    }

    [TestCase(409)]
    [TestCase(503)]
    public void A_failed_answer_with_a_cookie(int status)
    {
        Create("A", Set("text", "1")).Status = status;

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Answer));
    }

    [Test]
    public void A_session_whose_cookie_was_not_sent()
    {
        Create("A", Set("text", "1")).CookieId = null;

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Answer));
    }
}
