using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.Tests.AspNetCore.Identity;

/// <summary>Finding secrets in the raw Cookie headers.</summary>
public sealed class CookieHeaderTests
{
    private const string Name = "__Host-sid";

    private static readonly string A = SessionId.NewSecret();
    private static readonly string B = SessionId.NewSecret();
    private static readonly string C = SessionId.NewSecret();
    private static readonly string D = SessionId.NewSecret();

    private static IEnumerable<TestCaseData> Headers()
    {
        yield return Case("alone", $"{Name}={A}", A);
        yield return Case("among others", $"a=1; {Name}={A}; b=2", A);
        yield return Case("without a blank after the semicolon", $"a=1;{Name}={A};b=2", A);
        yield return Case("with blanks and tabs around name and value", $"a=1; \t {Name} \t= \t{A} \t ; b=2", A);
        yield return Case("after empty pairs", $";; ;=;{Name}={A};", A);
        yield return Case("after a pair without an equals sign", $"flag; {Name}={A}", A);
        yield return Case("after a value with equals signs", $"a=b=c=; {Name}={A}", A);
        yield return Case("twice the same", $"{Name}={A}; {Name}={A}", A);
        yield return Case("two, in their order", $"{Name}={B}; {Name}={A}", B, A);
        yield return Case("malformed ones before it do not count", $"{Name}=x; {Name}=; {Name}; {Name}={A}", A);
        yield return Case("of four, the first two and the last", $"{Name}={A}; {Name}={B}; {Name}={C}; {Name}={D}", A, B, D);
        yield return Case("of many, the first two and the last", $"{Name}={A}; {Name}={B}; {Name}={C}; {Name}={D}; {Name}={C}; {Name}={A}", A, B, C);
        yield return Case("the same does not count twice", $"{Name}={A}; {Name}={A}; {Name}={B}; {Name}={C}", A, B, C);

        yield return Case("none");
        yield return Case("empty", "");
        yield return Case("another name", $"sid={A}");
        yield return Case("a longer name", $"x{Name}={A}; {Name}x={A}");
        yield return Case("a name of other case", $"__host-sid={A}; __HOST-SID={A}");
        yield return Case("the name in quotes", $"\"{Name}\"={A}");
        yield return Case("the value in quotes", $"{Name}=\"{A}\"");
        yield return Case("an equals sign before the value", $"{Name}=={A}");
        yield return Case("an equals sign behind the value", $"{Name}={A}=");
        yield return Case("something behind the value", $"{Name}={A} x");
        yield return Case("a comma, which separates nothing here", $"a=1, {Name}={A}");
        yield return Case("inside another's value", $"a={Name}={A}");
        yield return Case("a percent sign", $"{Name}=%41{A[1..]}");
        yield return Case("not ASCII", $"{Name}={A[1..]}Ａ");
    }

    [TestCaseSource(nameof(Headers))]
    public void The_secrets_under_the_exact_name_are_found(string[] headers, string[] secrets) =>
        Assert.That(CookieHeader.FindSecrets(new StringValues(headers), Name), Is.EqualTo(secrets));

    [Test]
    public void Several_headers_count_as_one()
    {
        // As HTTP/2 sends them: one for each crumb.
        var headers = new StringValues(["a=1", $"{Name}={A}", "b=2", $"{Name}={B}"]);

        Assert.That(CookieHeader.FindSecrets(headers, Name), Is.EqualTo(new[] { A, B }));
    }

    [Test]
    public void There_are_at_most_three_also_over_several_headers()
    {
        var headers = new StringValues([$"{Name}={A}; {Name}={B}", $"{Name}={C}; {Name}={D}", null]);

        Assert.That(CookieHeader.FindSecrets(headers, Name), Is.EqualTo(new[] { A, B, D }));
    }

    private static TestCaseData Case(string description, string? header = null, params string[] secrets) =>
        new TestCaseData(header is null ? Array.Empty<string>() : [header], secrets).SetArgDisplayNames(description);
}
