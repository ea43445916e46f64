namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Which responses a request may get.</summary>
public sealed class ResponseRulesTests : HandWrittenHistories
{
    [Test]
    public void Issuing_an_id_twice_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Create("A", Set("text", "2"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Shared));
    }

    [TestCase(409)]
    [TestCase(503)]
    public void A_failed_response_with_a_cookie_is_a_violation(int status)
    {
        Create("A", Set("text", "1")).Status = status;

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Response));
    }

    [Test]
    public void A_session_whose_cookie_was_not_sent_is_a_violation()
    {
        Create("A", Set("text", "1")).CookieId = null;

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Response));
    }
}
