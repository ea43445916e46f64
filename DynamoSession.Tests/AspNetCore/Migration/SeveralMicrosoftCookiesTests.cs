using System.Text;
using DynamoSession.AspNetCore.Migration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A browser may send several cookies of one name, for several paths or domains. The same one must count as before.</summary>
public sealed class SeveralMicrosoftCookiesTests
{
    private const string Name = ".AspNetCore.Session";

    private readonly EphemeralDataProtectionProvider _protection = new();

    [Test]
    public void The_one_that_the_framework_gave_to_the_old_middleware_counts([Values] bool inTwoHeaders)
    {
        var cookies = Enumerable.Range(0, 2).Select(_ => $"{Name}={Protected(Guid.NewGuid().ToString())}").ToArray();
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = inTwoHeaders ? cookies : string.Join("; ", cookies);
        var counted = new RequestCookiesFeature(context.Features).Cookies[Name];

        var found = MicrosoftCookie.FindKey(context.Request.Headers.Cookie, Name, _protection);

        Assert.That(found, Is.Not.Null.And.EqualTo(MicrosoftCookie.FindKey($"{Name}={Uri.EscapeDataString(counted!)}", Name, _protection)));
    }

    private string Protected(string key) =>
        Uri.EscapeDataString(Convert.ToBase64String(_protection.CreateProtector("SessionMiddleware").Protect(Encoding.UTF8.GetBytes(key))).TrimEnd('='));
}
