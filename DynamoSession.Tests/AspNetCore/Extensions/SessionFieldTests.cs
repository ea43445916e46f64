using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace DynamoSession.Tests.AspNetCore.Extensions;

/// <summary>The verbs by <see cref="SessionField{T}"/>, on every session that has them.</summary>
public sealed class SessionFieldTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly SessionField<string> Theme = new("theme", "light");
    private static readonly SessionField<int> Count = new("count", 40);
    private static readonly SessionField<List<string>> Items = new("items");
    private static readonly SessionField<Cart> CartField = new("cart", typeInfo: (JsonTypeInfo<Cart>)Web.GetTypeInfo(typeof(Cart)));

    [TestCase(SessionKind.Dynamo)]
    [TestCase(SessionKind.MicrosoftOnDynamo)]
    public async Task Every_verb_takes_a_field(SessionKind kind)
    {
        var answers = await SessionSteps.RunAsync(
            kind,
            session => $"{session.Get(Theme)} {session.TryGet(Theme, out _)} {session.Get(Count)} {session.Get(Items) is null}",
            session =>
            {
                session.Set(Theme, "dark");
                session.Increment(Count);
                session.Append(Items, "a");
                session.Append(Items, "b");
                session.Set(CartField, new Cart("Ann", 3));
                return "set";
            },
            session => $"{session.Get(Theme)} {session.TryGet(Theme, out var theme)} {theme} {session.Get(Count)} {string.Join(",", session.Get(Items)!)}",
            session => $"{session.Get(CartField)} {session.GetString("cart")}",
            session =>
            {
                session.Remove(Theme);
                session.Increment(Count, -2);
                return "changed";
            },
            session => string.Create(CultureInfo.InvariantCulture, $"{session.Get(Theme)} {session.Get(Count)}"));

        Assert.That(answers, Is.EqualTo(new[]
        {
            "200: light False 40 True",
            "200: set",
            "200: dark True dark 1 a,b",
            """200: Cart { Owner = Ann, Size = 3 } {"owner":"Ann","size":3}""",
            "200: changed",
            "200: light -1",
        }));
    }

    [TestCase(SessionKind.Dynamo)]
    [TestCase(SessionKind.MicrosoftOnDynamo)]
    public async Task Appended_items_are_serialised_by_the_fields_type_info(SessionKind kind)
    {
        var lines = new SessionField<List<Line>>("lines", () => [], LineContext.Default.ListLine);

        var answers = await SessionSteps.RunAsync(
            kind,
            session =>
            {
                session.Append(lines, new Line("mug", 2));
                session.Append(lines, new Line("lamp", 1));
                return "appended";
            },
            session => $"{session.GetString("lines")} {session.Get(lines)[1]}");

        Assert.That(answers[1], Is.EqualTo("""200: [{"sku":"mug","quantity":2},{"sku":"lamp","quantity":1}] Line { Sku = lamp, Quantity = 1 }"""));
    }

    [TestCase(SessionKind.Dynamo)]
    [TestCase(SessionKind.MicrosoftOnDynamo)]
    public async Task A_default_value_that_is_changed_is_stored_for_its_own_session(SessionKind kind)
    {
        var items = new SessionField<List<string>>("items", () => []);

        var answers = await SessionSteps.RunAsync(
            kind,
            session => $"{session.Get(items).Count} {session.Keys.Count()}",
            session =>
            {
                session.Get(items).Add("mug");
                session.SetString("other", "field");
                return "added";
            },
            session => $"{session.Get(items).Single()} {items.CreateDefault().Count}");

        Assert.That(answers, Is.EqualTo(new[] { "200: 0 0", "200: added", "200: mug 0" }));
    }

    [Test]
    public async Task A_default_value_that_is_changed_too_late_to_create_a_session_is_an_error()
    {
        var items = new SessionField<List<string>>("items", () => []);
        await using var app = await SessionApp.StartInMemoryAsync(
            application =>
            {
                application.UseDynamoSession();
                application.MapGet("/", async (HttpContext context) =>
                {
                    var list = context.Session.Get(items);
                    await context.Response.WriteAsync("started");
                    await context.Response.Body.FlushAsync();
                    list.Add("late");
                });
            },
            services: builder => builder.Services.AddDynamoSession().UseFakeTable());
        using var browser = app.NewBrowser();

        Assert.That(async () => await browser.GetAsync("/"), Throws.InstanceOf<HttpRequestException>());
        Assert.That(await app.Services.GetRequiredService<FakeSessionTable>().ListAsync(), Is.Empty);
    }

    [Test]
    public async Task An_update_needs_our_middleware()
    {
        var answers = await SessionSteps.RunAsync(SessionKind.MicrosoftOnDynamo, session =>
        {
            var mistake = Assert.Throws<InvalidOperationException>(() => _ = session.UpdateAsync(Count, count => count + 1));
            return mistake.Message;
        });

        Assert.That(answers.Single(), Does.Contain("app.UseDynamoSession()"));
    }

    [Test]
    public async Task An_update_reaches_a_mock_by_its_name()
    {
        var session = Mock.Of<IDynamoSession>(session => session.UpdateAsync("count", It.IsAny<Func<int, int>>(), default) == Task.FromResult(7));

        Assert.That(await session.UpdateAsync(Count, count => count + 1), Is.EqualTo(7));
    }

    [Test]
    public async Task An_update_of_a_mock_gets_the_default_value_for_null()
    {
        var mock = new Mock<IDynamoSession>();
        mock.Setup(session => session.UpdateAsync("theme", It.IsAny<Func<string?, string>>(), default))
            .Returns((string _, Func<string?, string> update, CancellationToken _) => Task.FromResult(update(null)));

        Assert.That(await mock.Object.UpdateAsync(Theme, theme => theme + "er"), Is.EqualTo("lighter"));
    }

    [Test]
    public void A_mock_is_incremented_by_whole_numbers()
    {
        var total = new SessionField<decimal>("total");
        var mock = new Mock<IDynamoSession>();

        mock.Object.Increment(total, 3m);

        mock.Verify(session => session.Increment("total", 3));
        Assert.That(() => mock.Object.Increment(total, 0.5m), Throws.InvalidOperationException.With.Message.Contains("integers"));
    }

    [Test]
    public void They_reach_a_mock_by_the_verbs_of_IDynamoSession()
    {
        var mock = new Mock<IDynamoSession>(MockBehavior.Strict);
        string? dark = "dark";
        mock.Setup(session => session.TryGet("theme", out dark)).Returns(true);
        mock.Setup(session => session.Set("theme", "blue"));
        mock.Setup(session => session.Increment("count", 2));
        mock.Setup(session => session.Append("items", "a"));
        mock.Setup(session => session.Remove("theme"));
        ISession session = mock.Object;

        Assert.That(session.Get(Theme), Is.EqualTo("dark"));
        session.Set(Theme, "blue");
        session.Increment(Count, 2);
        session.Append(Items, "a");
        session.Remove(Theme);

        mock.VerifyAll();
    }

    [Test]
    public void An_absent_field_of_a_mock_has_the_default_value() =>
        Assert.That(Mock.Of<IDynamoSession>().Get(Count), Is.EqualTo(40));

    [Test]
    public void The_verbs_by_name_reach_a_mock_too()
    {
        var mock = new Mock<IDynamoSession>();
        ISession session = mock.Object;

        session.Set("theme", "blue");
        session.Increment("count");
        session.Append("items", 1);
        session.Get<string>("theme");

        mock.Verify(dynamo => dynamo.Set("theme", "blue"));
        mock.Verify(dynamo => dynamo.Increment("count", 1));
        mock.Verify(dynamo => dynamo.Append("items", 1));
        mock.Verify(dynamo => dynamo.Get<string>("theme"));
    }

    [Test]
    public void A_foreign_session_is_a_clear_error()
    {
        var session = Mock.Of<ISession>();

        Assert.Multiple(() =>
        {
            Assert.That(() => session.Get<int>("count"), Throws.InvalidOperationException.With.Message.Contains("AddDynamoSession"));
            Assert.That(() => session.TryGet<int>("count", out _), Throws.InvalidOperationException);
            Assert.That(() => session.Set("count", 1), Throws.InvalidOperationException);
            Assert.That(() => session.Increment("count"), Throws.InvalidOperationException);
            Assert.That(() => session.Append("count", 1), Throws.InvalidOperationException);
            Assert.That(() => session.Get(Count), Throws.InvalidOperationException);
            Assert.That(() => session.Set(Count, 1), Throws.InvalidOperationException);
            Assert.That(() => session.Increment(Count), Throws.InvalidOperationException);
            Assert.That(() => session.Append(Items, "a"), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void A_missing_session_or_field_is_the_callers_mistake()
    {
        SessionField<int> nothing = null!;

        Assert.Multiple(() =>
        {
            Assert.That(() => ((ISession)null!).Get<int>("count"), Throws.ArgumentNullException);
            Assert.That(() => ((ISession)null!).Increment("count"), Throws.ArgumentNullException);
            Assert.That(() => ((ISession)null!).Remove(Count), Throws.ArgumentNullException);
            Assert.That(() => Mock.Of<IDynamoSession>().Get(nothing), Throws.ArgumentNullException);
            Assert.That(() => Mock.Of<IDynamoSession>().Increment(nothing), Throws.ArgumentNullException);
            Assert.That(() => new SessionField<int>(""), Throws.ArgumentException);
        });
    }

    private sealed record Cart(string Owner, int Size);
}
