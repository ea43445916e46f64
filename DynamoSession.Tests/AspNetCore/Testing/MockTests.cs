using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>The public interfaces, mocked by who prefers that.</summary>
public sealed class MockTests
{
    private static readonly SessionField<int> Visits = new("visits");

    [Test]
    public void A_mocked_session_answers_by_name_and_by_field()
    {
        var count = 3;
        var session = Mock.Of<IDynamoSession>(mock => mock.UserId == "42" && mock.Get<string>("theme") == "dark" && mock.TryGet("visits", out count) == true);
        var context = new DefaultHttpContext { Session = session };

        Assert.That(context.GetDynamoSession().UserId, Is.EqualTo("42"));
        Assert.That(context.Session.Get<string>("theme"), Is.EqualTo("dark"));
        Assert.That(context.Session.Get(Visits), Is.EqualTo(3));
    }

    [Test]
    public void What_was_done_to_a_mocked_session_can_be_verified()
    {
        var session = new Mock<IDynamoSession>();
        var context = new DefaultHttpContext { Session = session.Object };

        context.Session.Set("cart", new Cart { Items = ["book"] });
        context.Session.Increment(Visits);
        context.Session.SetString("name", "Ada");
        context.GetDynamoSession().RenewId();

        session.Verify(mock => mock.Set("cart", It.Is<Cart>(cart => cart.Items.Count == 1)));
        session.Verify(mock => mock.Increment("visits", 1));
        // Microsoft's methods know nothing but ISession.
        session.As<ISession>().Verify(mock => mock.Set("name", It.IsAny<byte[]>()));
        session.Verify(mock => mock.RenewId());
        session.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_mocked_table_serves_a_real_application()
    {
        var table = new Mock<ISessionTable>();
        table.Setup(mock => mock.CreateAsync(It.IsAny<SessionCreation>(), It.IsAny<CancellationToken>())).ReturnsAsync(SessionWriteStatus.Applied);
        await using var app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapPost("/", (HttpContext context) => context.Session.Set("theme", "dark"));
            },
            services: builder => builder.Services.AddSingleton(table.Object));
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/");

        Assert.That(answer.Status, Is.EqualTo(200));
        table.Verify(mock => mock.CreateAsync(It.Is<SessionCreation>(creation => creation.Fields.ContainsKey("theme")), It.IsAny<CancellationToken>()), Times.Once);
        table.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_mocked_table_serves_a_worker()
    {
        var record = new SessionRecord
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(("visits", Sample.Number(3))),
            Version = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.MaxValue,
            AbsoluteExpiresAt = null,
            CommitTokens = new Dictionary<string, long>(),
        };
        var table = Mock.Of<ISessionTable>(mock => mock.LoadAsync(record.Id, true, default) == Task.FromResult(SessionLoadResult.Live(record)));

        var loaded = await table.LoadAsync(record.Id, consistentRead: true, default);

        Assert.That(loaded.Record!.Fields.Keys, Is.EqualTo(new[] { "visits" }));
    }
}
