using System.Text.Json;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore;

/// <summary>How sessions behave. Checked when the application starts.</summary>
public sealed class DynamoSessionOptions
{
    /// <summary>Gets or sets the cookie that holds the session's secret.</summary>
    /// <value>
    /// The default is <c>__Host-sid</c>: Secure, HttpOnly, SameSite=Lax, Path=/, until the browser is closed. In the Development
    /// environment over plain http it loses the prefix and Secure, so that localhost works. With <see cref="CookieBuilder.MaxAge"/>
    /// it outlives the browser and is renewed as the session is used. Where the application asks for cookie consent, set
    /// <see cref="CookieBuilder.IsEssential"/> if it cannot do without sessions. A <see cref="CookieBuilder"/> that is set here keeps
    /// HttpOnly, SameSite and Secure as they were, where it has its class's own defaults, which are none of them; change them
    /// afterwards, as in <c>options.Cookie.HttpOnly = false</c>.
    /// </value>
    public CookieBuilder Cookie
    {
        get;
        set
        {
            if (value is not null && field is not null)
            {
                KeepProtection(from: field, to: value);
            }

            field = value!;
        }
    }
    = new()
    {
        Name = "__Host-sid",
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookieSecurePolicy.Always,
    };

    /// <summary>Gets or sets how long a session lives after it was last used.</summary>
    /// <value>The default is 20 minutes. At least one minute, at most 400 days.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Gets or sets how long a session lives however much it is used. It is fixed when a session is created.</summary>
    /// <value>The default is 24 hours; <see cref="Timeout.InfiniteTimeSpan"/> for no end. At least <see cref="IdleTimeout"/>.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Gets or sets by how much a session's life must have become longer before that alone is written. Every write costs as much
    /// as many reads; the price of a long interval is that a session may end that much early.
    /// </summary>
    /// <value>The default, <see langword="null"/>, is a tenth of <see cref="IdleTimeout"/>. Zero or more, at most half of <see cref="IdleTimeout"/>.</value>
    public TimeSpan? TouchAfter { get; set; }

    /// <summary>Gets or sets how long loading may take, and then again how long committing may take, each with all retries.</summary>
    /// <value>The default is 5 seconds. More than zero, at most 90 seconds: for so long a record surely remembers a commit that is repeated.</value>
    public TimeSpan IOTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how current a loaded session has to be, where an endpoint does not say.</summary>
    /// <value>The default is <see cref="SessionConsistency.Strong"/>.</value>
    public SessionConsistency Consistency { get; set; } = SessionConsistency.Strong;

    /// <summary>
    /// Gets or sets how long a request with <see cref="SessionConcurrency.Exclusive"/> may take before the next in line stops waiting
    /// for it, because it may have died. It should exceed the longest such request.
    /// </summary>
    /// <value>The default is 30 seconds. At least one second, at most 15 minutes.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a request with <see cref="SessionConcurrency.Exclusive"/> waits for its turn; then it is answered with 423.</summary>
    /// <value>The default is 10 seconds. Zero or more, at most 5 minutes.</value>
    public TimeSpan LeaseWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many bytes the fields of a session may have together, as DynamoDB counts them. Every write is billed by the whole size.</summary>
    /// <value>The default is 65,536. At least 1,024, at most 400,000 (DynamoDB's limit of 400 KB less what the record needs itself).</value>
    public int MaxSessionBytes { get; set; } = 65_536;

    /// <summary>Gets or sets how types other than text, numbers, booleans and bytes are serialised.</summary>
    /// <value>
    /// The default writes enums by name and knows <see cref="System.Numerics.BigInteger"/>. For trimming and Native AOT, set a source-generated
    /// context as its <see cref="JsonSerializerOptions.TypeInfoResolver"/>.
    /// </value>
    public JsonSerializerOptions SerializerOptions { get; set; } = SessionFieldCodec.CreateDefaultOptions();

    /// <summary>Gets the table and the names in it.</summary>
    public SessionTableOptions Table { get; } = new();

    // Replacing the builder, often just to name the cookie, must not expose the cookie to scripts and other sites. What the new builder
    // leaves out can't be distinguished from what it chooses; an application can still choose after the assignment.
    private static void KeepProtection(CookieBuilder from, CookieBuilder to)
    {
        to.HttpOnly |= from.HttpOnly;
        to.SameSite = to.SameSite == SameSiteMode.Unspecified ? from.SameSite : to.SameSite;
        to.SecurePolicy = to.SecurePolicy == CookieSecurePolicy.SameAsRequest ? from.SecurePolicy : to.SecurePolicy;
    }

    // A session with a short idle timeout of its own must not end between two touches.
    internal TimeSpan TouchAfterOf(TimeSpan idleTimeout) => TouchAfter is { } touchAfter && touchAfter <= idleTimeout / 2 ? touchAfter : idleTimeout / 10;
}
