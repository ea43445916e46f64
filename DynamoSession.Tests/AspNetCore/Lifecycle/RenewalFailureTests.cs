using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A renewal is two writes; each may fail, or be applied unheard.</summary>
[Category(TestEngine.Category)]
public sealed class RenewalFailureTests : LifecycleFixture
{
    private int _writes;

    private protected override bool UsesRealTime => true;

    [SetUp]
    public Task StartTheSessionAsync()
    {
        _writes = 0;
        return RunAsync(session => session.Set("cart", "3 items"));
    }

    [TestCase(1, "copy")]
    [TestCase(2, "end of the old id")]
    public async Task A_write_that_is_denied_fails_the_request_and_keeps_the_previous_session(int write, string _)
    {
        Fail(from: write, to: write, HttpStatusCode.BadRequest, "AccessDeniedException");

        var answer = await RunAsync(SignIn);

        Assert.That((answer.Status, answer.SetCookies.Count, _writes), Is.EqualTo((503, 0, write)));
        await AssertLegacySessionLivesAsync();
    }

    [Test]
    public async Task A_write_that_fails_more_often_than_the_SDK_tries_is_tried_again()
    {
        Fail(from: 1, to: 3, HttpStatusCode.InternalServerError, "InternalServerError");

        var answer = await RunAsync(SignIn);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task A_write_whose_responses_are_lost_for_a_while_takes_effect_once(int write)
    {
        LoseAnswers(from: write, to: write + 2);

        var answer = await RunAsync(SignIn);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_copy_whose_responses_were_all_lost_has_no_cookie()
    {
        LoseAnswers(from: 1, to: int.MaxValue);

        var answer = await RunAsync(SignIn);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((503, 0)));
        await AssertLegacySessionLivesAsync();
    }

    [Test]
    public async Task A_fence_whose_responses_were_all_lost_is_an_error_and_a_new_sign_in_works_at_once()
    {
        LoseAnswers(from: 2, to: int.MaxValue);

        var answer = await RunAsync(SignIn);
        StopInterfering();

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((503, 0)));
        Assert.That((await RunAsync(SignIn)).Status, Is.EqualTo(200));
        Assert.That(await ReadAsync("customer"), Is.EqualTo("Ada"));
    }

    [Test]
    public async Task A_copy_that_cannot_be_removed_fails_the_request_and_loses_nothing()
    {
        using var other = App.Twin();
        Wire.Before = async (operation, _) =>
        {
            switch (operation == "UpdateItem" ? Interlocked.Increment(ref _writes) : 0)
            {
                case 2:
                    // Another commit, between copy and end.
                    await RunAsync(session => session.Set("theme", "dark"), browser: other);
                    return null;
                case 4:
                    return Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException");
                default:
                    return null;
            }
        };

        var answer = await RunAsync(SignIn);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((503, 0)));
        await AssertLegacySessionLivesAsync();
        Assert.That(await ReadAsync("theme"), Is.EqualTo("dark"));
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task An_explicit_renewal_whose_response_was_lost_is_completed_by_the_gate_and_loses_nothing(int write)
    {
        var answer = await RunAsync(async session =>
        {
            SignIn(session);
            LoseAnswers(from: write, to: int.MaxValue);
            Assert.ThrowsAsync<SessionStoreException>(() => session.CommitAsync());
            StopInterfering();
            session.Set("after", "yes");
            await Task.CompletedTask;
        });

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((200, 1)));
        Assert.That((await FieldsAsync()).Keys, Is.EquivalentTo(new[] { "cart", "customer", "after" }));
    }

    [Test]
    public async Task A_commit_whose_response_was_lost_is_confirmed_before_the_renewal_and_counts_once()
    {
        var answer = await RunAsync(async session =>
        {
            session.Increment("count");
            LoseAnswers(from: 1, to: int.MaxValue);
            Assert.ThrowsAsync<SessionStoreException>(() => session.CommitAsync());
            StopInterfering();
            session.Increment("count", 10);
            session.RenewId();
            await Task.CompletedTask;
        });

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That((await FieldsAsync())["count"].N, Is.EqualTo("11"));
        Assert.That(await CountLiveItemsAsync(), Is.EqualTo(1));
    }

    private protected override void Configure(DynamoSessionOptions options) => options.IOTimeout = TimeSpan.FromSeconds(20);

    private static void SignIn(IDynamoSession session)
    {
        session.RenewId();
        session.Set("customer", "Ada");
    }

    private void Fail(int from, int to, HttpStatusCode status, string type) => Wire.Before = (operation, _) => Task.FromResult(
        operation == "UpdateItem" && Interlocked.Increment(ref _writes) is var write && write >= from && write <= to ? Wire.Error(status, type) : null);

    private void LoseAnswers(int from, int to)
    {
        _writes = 0;
        if (to == int.MaxValue)
        {
            App.App.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value.IOTimeout = TimeSpan.FromSeconds(1);
        }

        Wire.After = (operation, _) => operation == "UpdateItem" && Interlocked.Increment(ref _writes) is var write && write >= from && write <= to
            ? throw new IOException("The answer got lost.")
            : Task.CompletedTask;
    }

    private void StopInterfering()
    {
        App.App.Services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value.IOTimeout = TimeSpan.FromSeconds(20);
        Wire.Before = null;
        Wire.After = null;
    }

    private async Task AssertLegacySessionLivesAsync()
    {
        StopInterfering();
        Assert.That(await ReadAsync("cart"), Is.EqualTo("3 items"));
        Assert.That(await ReadAsync("customer"), Is.Empty);
    }
}
