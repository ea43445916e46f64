using DynamoSession.AspNetCore.Pipeline;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Pipeline;

/// <summary>A request's later passes know what the earlier ones have done; other requests don't, whatever they have in common.</summary>
public sealed class PassHistoryTests
{
    [Test]
    public void A_later_pass_of_the_same_request_has_the_same_history()
    {
        var context = new DefaultHttpContext();
        var first = PassHistory.Of(context);
        Assert.That(first.IsLaterPass, Is.False);

        Assert.That(PassHistory.Of(context), Is.SameAs(first));
        Assert.That(first.IsLaterPass, Is.True);
    }

    [Test]
    public void A_part_of_a_batch_that_has_copies_of_the_features_has_its_own()
    {
        var batch = new DefaultHttpContext();
        PassHistory.Of(batch).StoreFailed = true;
        var part = new DefaultHttpContext();
        part.Features.Set(batch.Features.Get<PassHistory>());

        var history = PassHistory.Of(part);

        Assert.That((history.StoreFailed, history.IsLaterPass), Is.EqualTo((false, false)));
    }
}
