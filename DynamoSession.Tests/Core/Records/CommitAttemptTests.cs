using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

/// <summary>What an attempt assumes, and what the next one makes of a refusal.</summary>
public sealed class CommitAttemptTests
{
    private const long Now = 1_900_000_000;

    private static readonly StoredRecord Stored = new()
    {
        Fields = Sample.Fields(("stored", Sample.Text("x"))),
        CommitTokens = new Dictionary<string, long> { ["token"] = Now },
        Expires = Now + 60,
        CreatedAt = Now - 60,
        Version = 3,
        Format = 1,
        SizeBound = 10,
    };

    [Test]
    public void The_first_attempt_assumes_what_was_loaded()
    {
        var commit = Commit(extendedBy: 60);

        var attempt = CommitAttempt.First(commit);

        Assert.That((attempt.Basis.Version, attempt.Basis.SizeBound, attempt.Extends), Is.EqualTo((3L, (long?)10, true)));
        Assert.That(attempt.Basis.Fields, Is.SameAs(commit.Loaded.Fields));
    }

    [TestCase(100L, 95L, true)]
    [TestCase(99L, 95L, false)]
    [TestCase(null, 409_595L, true)]
    [TestCase(null, 409_596L, false)]
    [TestCase(100L, null, false)]
    public void The_bound_leaves_room_for_what_the_commit_adds(long? maxBytes, long? bound, bool fits)
    {
        // A name and a text, of 5 bytes.
        var attempt = CommitAttempt.First(Commit(Sample.Changes(("a", SessionChange.Set(Sample.Text("1234")))), sizeBound: bound, maxBytes: maxBytes));

        Assert.That(attempt.Growth, Is.EqualTo(5));
        Assert.That(attempt.MaxBytes, Is.EqualTo(maxBytes ?? 409_600));
        Assert.That(attempt.FitsBound, Is.EqualTo(fits));
    }

    [Test]
    public void A_commit_that_adds_nothing_needs_no_room() =>
        Assert.That(CommitAttempt.First(Commit(Sample.Changes(("a", SessionChange.Remove)), sizeBound: null)).FitsBound, Is.True);

    [Test]
    public void The_fields_after_the_commit_are_those_before_with_its_changes()
    {
        var changes = Sample.Changes(("a", SessionChange.Set(Sample.Number(1))));

        Assert.That(CommitAttempt.First(Commit(changes)).FieldsAfter().Keys, Is.EquivalentTo(new[] { "stored", "a" }));
        Assert.That(CommitAttempt.First(Commit(Sample.ClearAnd(("a", SessionChange.Set(Sample.Number(1)))))).FieldsAfter().Keys, Is.EqualTo(new[] { "a" }));
    }

    [TestCase(10L, null, true)]
    [TestCase(10L, 100L, false)]
    [TestCase(null, null, false)]
    public void Fields_that_become_too_large_are_an_error_only_if_their_exact_size_is_known_to_be(long? maxBytes, long? bound, bool isTooLarge)
    {
        var changes = Sample.Changes(("a", SessionChange.Set(Sample.Text("1234567890"))));
        var attempt = CommitAttempt.First(Commit(changes, sizeBound: bound, maxBytes: bound is null ? maxBytes : 1_000));

        Assert.That(attempt.ThrowIfTooLarge, isTooLarge ? Throws.TypeOf<SessionTooLargeException>() : Throws.Nothing);
    }

    [TestCase(4L, Now, true)]
    [TestCase(4L, Now + 1, true)]
    [TestCase(4L, Now - 1, false, Description = "Its token is not among those that were removed.")]
    [TestCase(3L, Now, false, Description = "The tokens were removed before this commit was sent.")]
    [TestCase(null, null, false)]
    public void A_refused_commit_is_in_doubt_if_its_token_may_have_been_removed(long? removedUpTo, long? latestUnsettled, bool isInDoubt)
    {
        var attempt = CommitAttempt.First(Commit());
        attempt.Commit.Progress.Sent(Now);

        Assert.That(attempt.IsInDoubt(Stored with { TokensRemovedUpTo = removedUpTo, LatestUnsettled = latestUnsettled }), Is.EqualTo(isInDoubt));
    }

    [Test]
    public void A_commit_that_was_never_sent_is_not_in_doubt() =>
        Assert.That(CommitAttempt.First(Commit()).IsInDoubt(Stored with { TokensRemovedUpTo = 4, LatestUnsettled = Now }), Is.False);

    [Test]
    public void The_next_attempt_assumes_what_is_stored_now()
    {
        var stored = Stored with { Version = 4, SizeBound = 20 };

        var next = CommitAttempt.First(Commit(extendedBy: 60)).On(stored);

        Assert.That((next.Basis.Version, next.Basis.SizeBound, next.Extends), Is.EqualTo((4L, (long?)20, true)));
        Assert.That((next.Basis.Fields, next.Basis.CommitTokens), Is.EqualTo((stored.Fields, stored.CommitTokens)));
    }

    [Test]
    public void The_next_attempt_does_not_extend_what_may_not_be_extended()
    {
        var first = CommitAttempt.First(Commit(extendedBy: 60));

        Assert.Multiple(() =>
        {
            Assert.That(first.On(Stored with { Version = 4, Expires = Now + 1_000 }).Extends, Is.False, "A later expiry is stored.");
            Assert.That(first.On(Stored with { Version = 4, IdleTimeout = 5 }).Extends, Is.False, "The idle timeout has changed.");
            Assert.That((first with { Extends = false }).On(Stored with { Version = 4 }).Extends, Is.False);
        });
    }

    [Test]
    public void If_nothing_else_has_changed_it_was_the_extension_that_was_refused()
    {
        var first = CommitAttempt.First(Commit(extendedBy: 60));

        Assert.Multiple(() =>
        {
            Assert.That(first.On(Stored).Extends, Is.False);
            Assert.That(first.On(Stored with { Version = 4 }).Extends, Is.True);
            Assert.That(first.On(Stored with { SizeBound = 11 }).Extends, Is.True);
            Assert.That(first.On(Stored with { CommitTokens = new Dictionary<string, long>() }).Extends, Is.True);
        });
    }

    private static SessionCommit Commit(SessionChanges? changes = null, double extendedBy = 0, long? sizeBound = 10, long? maxBytes = null)
    {
        var loaded = (Stored with { SizeBound = sizeBound }).ToSession("id-1");
        return new SessionCommit
        {
            Loaded = loaded,
            Changes = changes ?? Sample.Changes(("a", SessionChange.Set(Sample.Number(1)))),
            ExpiresAt = loaded.ExpiresAt.AddSeconds(extendedBy),
            IdleTimeout = loaded.IdleTimeout,
            UserId = loaded.UserId,
            MaxBytes = maxBytes,
        };
    }
}
