using DynamoSession.AspNetCore.Commits;
using DynamoSession.Core;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What an application is told when the table refuses a write.</summary>
public sealed class RefusalTests
{
    [TestCase(SessionWriteStatus.Conflict, typeof(SessionConflictException), "Another request committed the session", "3 changed fields", "try again")]
    [TestCase(SessionWriteStatus.Revoked, typeof(SessionGoneException), "All sessions of the user were ended", "nothing was written", "sign in again")]
    [TestCase(SessionWriteStatus.LimitReached, typeof(SessionLimitException), "MaxSessionsPerUser", "nothing was written", "MaxSessionsAction")]
    [TestCase(SessionWriteStatus.Expired, typeof(SessionGoneException), "(Expired)", "3 changed fields were not written", "start a new session")]
    public void The_exception_says_what_happened_what_was_written_and_the_remedy(SessionWriteStatus status, Type type, string what, string written, string remedy)
    {
        var refusal = Refusal.Of(status, fieldCount: 3);

        Assert.That(refusal, Is.TypeOf(type));
        Assert.That(refusal.Message, Does.Contain(what).And.Contain(written).And.Contain(remedy));
    }
}
