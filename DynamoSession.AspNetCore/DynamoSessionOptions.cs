using System.Text.Json;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore;

/// <summary>The options of sessions. Validated when the application starts.</summary>
public sealed class DynamoSessionOptions
{
    /// <summary>Gets or sets the cookie that holds the session's secret.</summary>
    /// <value>
    /// The default is <c>__Host-sid</c>: Secure, HttpOnly, SameSite=Lax, Path=/, until the browser is closed. In the Development
    /// environment over plain http, the prefix and Secure are left out, so that localhost works. With <see cref="CookieBuilder.MaxAge"/>,
    /// the cookie outlives the browser and is extended with the session. If the application asks for cookie consent and can't work without
    /// sessions, set <see cref="CookieBuilder.IsEssential"/>. A new <see cref="CookieBuilder"/> that is assigned here gets the previous
    /// HttpOnly, SameSite and Secure where it has its class's defaults, which protect nothing; to turn them off, set them after the
    /// assignment, as in <c>options.Cookie.HttpOnly = false</c>.
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

    /// <summary>Gets or sets how long a session lives after its last use.</summary>
    /// <value>The default is 20 minutes. It must be at least one minute and at most 400 days.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Gets or sets how long a session lives however much it is used. It is fixed when the session is created.</summary>
    /// <value>The default is 24 hours; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. It must be at least <see cref="IdleTimeout"/>.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Gets or sets by how much a session must be extended for a write that does nothing else. A write costs as much as many reads; but
    /// with a long interval, a session may expire that much early.
    /// </summary>
    /// <value>The default, <see langword="null"/>, is a tenth of <see cref="IdleTimeout"/>. It must be zero or more, and at most half of <see cref="IdleTimeout"/>.</value>
    public TimeSpan? TouchAfter { get; set; }

    /// <summary>Gets or sets how long loading may take, and how long committing may take, each with all retries.</summary>
    /// <value>The default is 5 seconds. It must be more than zero and at most 90 seconds, for which a record certainly keeps a commit's token.</value>
    public TimeSpan IOTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how up to date a loaded session has to be, unless the endpoint's policy sets it.</summary>
    /// <value>The default is <see cref="SessionConsistency.Strong"/>.</value>
    public SessionConsistency Consistency { get; set; } = SessionConsistency.Strong;

    /// <summary>
    /// Gets or sets how long a request with <see cref="SessionConcurrency.Exclusive"/> may take before the next one stops waiting for it,
    /// because its process may have crashed. It should exceed the longest such request.
    /// </summary>
    /// <value>The default is 30 seconds. It must be at least one second and at most 15 minutes.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long a request with <see cref="SessionConcurrency.Exclusive"/> waits for the lease in all before the response is 423.
    /// When 32 requests of this process are already waiting for the session, the response is 423 at once.
    /// </summary>
    /// <value>The default is 10 seconds. It must be zero or more, and at most 5 minutes.</value>
    public TimeSpan LeaseWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the maximum size of a session's fields in bytes, as counted by DynamoDB. Every write is billed by the whole size.</summary>
    /// <value>The default is 65,536. It must be at least 1,024 and at most 400,000 (DynamoDB's limit of 400 KB less what the record itself needs).</value>
    public int MaxSessionBytes { get; set; } = 65_536;

    /// <summary>Gets or sets whether <c>SignOutAsync</c> of the application's default scheme destroys the session, as <see cref="IDynamoSession.Destroy"/> does.</summary>
    /// <value>
    /// The default is <see langword="true"/>: what the user has left in the session is not shown to the next user of the browser. With
    /// <see langword="false"/>, the session and its <see cref="IDynamoSession.UserId"/> stay as they are.
    /// </value>
    public bool DestroyOnSignOut { get; set; } = true;

    /// <summary>Gets or sets the type of the claim to which a sign-in binds the session's <see cref="IDynamoSession.UserId"/>.</summary>
    /// <value>The default, <see langword="null"/>, is <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> or else <c>sub</c>. Must not be empty.</value>
    public string? UserIdClaimType { get; set; }

    /// <summary>Gets or sets how many sessions a user may have at the same time. It is decided at sign-in, when <see cref="IDynamoSession.UserId"/> is set.</summary>
    /// <value>
    /// The default, <see langword="null"/>, is no limit. It must be at least 1. With a limit, a sign-in looks up the user's other sessions, which requires
    /// <c>dynamodb:Query</c> on the table's index.
    /// </value>
    public int? MaxSessionsPerUser { get; set; }

    /// <summary>Gets or sets what happens at a sign-in beyond <see cref="MaxSessionsPerUser"/>.</summary>
    /// <value>The default is <see cref="SessionLimitAction.EvictOldest"/>.</value>
    public SessionLimitAction MaxSessionsAction { get; set; }

    /// <summary>
    /// Gets or sets for how long a request may rely on what an earlier one has learnt of its user's revocations, where each request of a user that is signed
    /// in checks them. A revocation by user finds and ends the sessions anyway; with the check, none is open even if it was interrupted, or if
    /// the table's index lags by more than ten minutes.
    /// </summary>
    /// <value>
    /// The default, <see langword="null"/>, is not to check. With <see cref="TimeSpan.Zero"/>, each request with a user reads a second, small item. It must be
    /// zero or more, and at most 10 minutes.
    /// </value>
    public TimeSpan? RevocationCheck { get; set; }

    /// <summary>Gets or sets how types other than text, numbers, booleans and bytes are serialized.</summary>
    /// <value>
    /// The default writes enums by name and supports <see cref="System.Numerics.BigInteger"/>. For trimming and Native AOT, insert a
    /// source-generated context for the application's own types:
    /// <c>options.SerializerOptions.TypeInfoResolverChain.Insert(0, MyContext.Default)</c>.
    /// </value>
    public JsonSerializerOptions SerializerOptions { get; set; } = SessionFieldCodec.CreateDefaultOptions();

    /// <summary>
    /// Gets or sets whether the AWS SDK makes every call. Otherwise, where DynamoSession creates the client itself, it sends the two calls that
    /// requests make (GetItem and UpdateItem) over HTTP without the SDK, which takes less than half of the processor time.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>. An <c>IAmazonDynamoDB</c> that the application has registered makes every call in any case. The SDK
    /// also repeats each call that has failed for any reason other than an unmet condition or a final refusal, with its retries and exceptions.
    /// </value>
    public bool UseSdk { get; set; }

    /// <summary>Gets the name of the table, and the names of its attributes.</summary>
    public SessionTableOptions Table { get; } = new();

    // Replacing the builder, often just to name the cookie, must not expose the cookie to scripts and other sites. What the new builder
    // leaves out can't be distinguished from what it chooses; an application can still choose after the assignment.
    private static void KeepProtection(CookieBuilder from, CookieBuilder to)
    {
        to.HttpOnly |= from.HttpOnly;
        to.SameSite = to.SameSite == SameSiteMode.Unspecified ? from.SameSite : to.SameSite;
        to.SecurePolicy = to.SecurePolicy == CookieSecurePolicy.SameAsRequest ? from.SecurePolicy : to.SecurePolicy;
    }

    // A session with a short idle timeout must not expire between two touches.
    internal TimeSpan TouchAfterOf(TimeSpan idleTimeout) => TouchAfter is { } touchAfter && touchAfter <= idleTimeout / 2 ? touchAfter : idleTimeout / 10;
}
