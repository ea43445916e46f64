using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Configuration;

/// <summary>Options that cannot work keep the application from starting, with a message that names option, value and remedy.</summary>
public sealed class OptionsRulesTests
{
    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case(options => options.IdleTimeout = TimeSpan.FromSeconds(59), "IdleTimeout", "00:00:59", "at least one minute and at most 400 days");
        yield return Case(options => options.IdleTimeout = Timeout.InfiniteTimeSpan, "IdleTimeout", "-00:00:00.0010000", "at least one minute");
        yield return Case(options => (options.IdleTimeout, options.AbsoluteTimeout) = (TimeSpan.FromDays(401), Timeout.InfiniteTimeSpan), "IdleTimeout", "401.00:00:00", "at most 400 days");
        yield return Case(options => options.AbsoluteTimeout = TimeSpan.FromMinutes(19), "AbsoluteTimeout", "00:19:00", "at least IdleTimeout (00:20:00), or Timeout.InfiniteTimeSpan");
        yield return Case(options => options.TouchAfter = TimeSpan.FromTicks(-1), "TouchAfter", "-00:00:00.0000001", "zero or more");
        yield return Case(options => options.TouchAfter = TimeSpan.FromMinutes(10.1), "TouchAfter", "00:10:06", "at most half of IdleTimeout (00:20:00)");
        yield return Case(options => options.IOTimeout = TimeSpan.Zero, "IOTimeout", "00:00:00", "more than zero and at most 90 seconds");
        yield return Case(options => options.IOTimeout = TimeSpan.FromMinutes(6), "IOTimeout", "00:06:00", "at most 90 seconds");
        yield return Case(options => options.IOTimeout = Timeout.InfiniteTimeSpan, "IOTimeout", "-00:00:00.0010000", "more than zero");
        yield return Case(options => options.Consistency = SessionConsistency.Default, "Consistency", "Default", "Strong, Eventual or ReadYourWrites");
        yield return Case(options => options.Consistency = (SessionConsistency)99, "Consistency", "99", "Strong, Eventual or ReadYourWrites");
        yield return Case(options => options.MaxSessionBytes = 1_023, "MaxSessionBytes", "1023", "at least 1024");
        yield return Case(options => options.MaxSessionBytes = 400_001, "MaxSessionBytes", "400001", "at most 400000");
        yield return Case(options => options.UserIdClaimType = "", "UserIdClaimType", "empty", "keep null");
        yield return Case(options => options.MaxSessionsPerUser = 0, "MaxSessionsPerUser", "0", "at least 1");
        yield return Case(options => options.MaxSessionsAction = (SessionLimitAction)2, "MaxSessionsAction", "2", "EvictOldest or Refuse");
        yield return Case(options => options.RevocationCheck = TimeSpan.FromTicks(-1), "RevocationCheck", "-00:00:00.0000001", "zero or more");
        yield return Case(options => options.RevocationCheck = TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1), "RevocationCheck", "00:10:00.0000001", "at most 10 minutes");
        yield return Case(options => options.SerializerOptions = null!, "SerializerOptions", "null", "keep the default");

        yield return Case(options => options.Cookie = null!, "Cookie", "null", "keep the default");
        yield return Case(options => options.Cookie.Name = "a b", "Cookie.Name", "'a b'", "letters, digits");
        yield return Case(options => options.Cookie = new() { Path = "/" }, "Cookie.Name", "''", "letters, digits");
        yield return Case(options => options.Cookie.Name = "sidé", "Cookie.Name", "'sidé'", "letters, digits");
        yield return Case(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None, "Cookie.SecurePolicy", "None", "must be Always");
        yield return Case(options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("__secure-sid", CookieSecurePolicy.SameAsRequest), "Cookie.SecurePolicy", "SameAsRequest", "must be Always");
        yield return Case(options => options.Cookie.Domain = "example.org", "Cookie.Domain", "'example.org'", "must be empty");
        yield return Case(options => options.Cookie.Path = "/shop", "Cookie.Path", "'/shop'", "must be '/'");
        yield return Case(options => options.Cookie.Path = null, "Cookie.Path", "''", "must be '/'");
        yield return Case(options => options.Cookie.Expiration = TimeSpan.FromDays(1), "Cookie.Expiration", "is set", "use MaxAge");
        yield return Case(options => options.Cookie.MaxAge = TimeSpan.Zero, "Cookie.MaxAge", "00:00:00", "more than zero");
        yield return Case(
            options => (options.IdleTimeout, options.Cookie.MaxAge) = (TimeSpan.FromHours(8), TimeSpan.FromMinutes(30)),
            "Cookie.MaxAge",
            "00:30:00, shorter than IdleTimeout (08:00:00)",
            "08:00:00 or more");
        yield return Case(
            options => (options.Cookie.Name, options.Cookie.SecurePolicy, options.Cookie.SameSite) = ("sid", CookieSecurePolicy.SameAsRequest, SameSiteMode.None),
            "Cookie.SameSite", "None", "SecurePolicy Always");

        yield return Case(options => options.Table.TableName = "ab", "Table.TableName", "'ab'", "3 to 255 letters");
        yield return Case(options => options.Table.TableName = "a b c", "Table.TableName", "'a b c'", "ARN");
        yield return Case(options => options.Table.TableName = null!, "Table.TableName", "''", "3 to 255 letters");
        yield return Case(options => options.Table.KeyPrefix = null!, "Table.KeyPrefix", "null", "may be empty");
        yield return Case(options => options.Table.KeyPrefix = new string('é', 513), "Table.KeyPrefix", "too long", "1,024 bytes");
        yield return Case(options => options.Table.KeyAttribute = "", "Table.KeyAttribute", "empty", "1 to 255 bytes");
        yield return Case(options => options.Table.FieldsAttribute = "rt", "Table.FieldsAttribute", "'rt'", "choose a name other than");
        yield return Case(options => options.Table.ExpiresAttribute = "id", "Table.ExpiresAttribute", "'id'", "choose a name other than");
        yield return Case(options => options.Table.ExpiresAttribute = new string('x', 256), "Table.ExpiresAttribute", "too long", "1 to 255 bytes");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_keeps_the_application_from_starting(Action<DynamoSessionOptions> configure, string option, string value, string remedy)
    {
        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => SessionApp.StartInMemoryAsync(app => app.UseDynamoSession(), configure))!;

        Assert.That(exception.Failures.Single(), Does.Contain(option).And.Contain(value).And.Contain(remedy));
    }

    [Test]
    public void All_mistakes_are_named_at_once()
    {
        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => SessionApp.StartInMemoryAsync(app => app.UseDynamoSession(), options =>
        {
            options.IdleTimeout = TimeSpan.Zero;
            options.MaxSessionBytes = 0;
            options.Cookie.Name = "a,b";
        }))!;

        Assert.That(exception.Message, Does.Contain("IdleTimeout").And.Contain("MaxSessionBytes").And.Contain("Cookie.Name"));
    }

    private static IEnumerable<TestCaseData> Choices()
    {
        yield return Choice(options => options.IdleTimeout = TimeSpan.FromMinutes(1), "a minute");
        yield return Choice(options => (options.IdleTimeout, options.AbsoluteTimeout) = (TimeSpan.FromDays(400), TimeSpan.FromDays(400)), "400 days");
        yield return Choice(options => options.AbsoluteTimeout = Timeout.InfiniteTimeSpan, "no absolute end");
        yield return Choice(options => options.TouchAfter = TimeSpan.FromMinutes(10), "touches after half the time");
        yield return Choice(options => options.TouchAfter = TimeSpan.Zero, "touches always");
        yield return Choice(options => options.MaxSessionBytes = 1_024, "the smallest session");
        yield return Choice(options => options.MaxSessionBytes = 400_000, "the largest session");
        yield return Choice(options => (options.Cookie.Name, options.Cookie.Path, options.Cookie.Domain) = ("__Secure-sid", "/shop", "example.org"), "several hosts");
        yield return Choice(options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("sid", CookieSecurePolicy.None), "plain http");
        yield return Choice(options => options.Cookie.MaxAge = options.IdleTimeout, "a cookie that lasts as long as the session");
        yield return Choice(options => (options.Cookie.SameSite, options.Cookie.MaxAge) = (SameSiteMode.None, TimeSpan.FromDays(1)), "inside other sites");
        yield return Choice(options => options.Table.TableName = "arn:aws:dynamodb:eu-west-1:123456789012:table/sessions", "another account's table");
        yield return Choice(options => (options.Table.KeyPrefix, options.Table.KeyAttribute) = ("", "pk"), "another key");
    }

    [TestCaseSource(nameof(Choices))]
    public async Task A_possible_choice_starts(Action<DynamoSessionOptions> configure)
    {
        await using var app = await SessionApp.StartInMemoryAsync(application => application.UseDynamoSession(), configure);

        Assert.That(app.Address.Port, Is.Positive);
    }

    private static TestCaseData Case(Action<DynamoSessionOptions> configure, string option, string value, string remedy) =>
        new TestCaseData(configure, option, value, remedy).SetArgDisplayNames(option, value, remedy);

    private static TestCaseData Choice(Action<DynamoSessionOptions> configure, string description) =>
        new TestCaseData(configure).SetArgDisplayNames(description);
}
