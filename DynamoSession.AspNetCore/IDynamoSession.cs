using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore;

/// <summary>
/// The session of a request, and the type of <c>HttpContext.Session</c> with <c>app.UseDynamoSession()</c>. It is loaded before the
/// endpoint runs. Changes are written once, before the first byte of the response is sent; a request that throws writes nothing.
/// </summary>
/// <remarks>
/// <para><see cref="ISession.Id"/> is a public id, derived from the cookie's secret: it may be shown and grants no access.</para>
/// <para>Field names must be well-formed UTF-16 with 1 to 255 bytes in UTF-8; otherwise, an <see cref="ArgumentException"/> is thrown.</para>
/// <para>
/// Every change throws <see cref="InvalidOperationException"/> if the endpoint's policy does not allow it, if the session could not be
/// loaded (<see cref="ISession.IsAvailable"/> is false), or if a new session's cookie can no longer be sent.
/// </para>
/// <para>
/// <see cref="ISession.CommitAsync"/> writes the changes now instead of with the response. It throws <see cref="SessionStoreException"/>
/// if the table failed, <see cref="SessionGoneException"/> if the session has ended meanwhile, and <see cref="SessionConflictException"/>,
/// <see cref="SessionTooLargeException"/> or <see cref="SessionFieldTypeException"/> if the changes can't be written.
/// </para>
/// </remarks>
public interface IDynamoSession : ISession
{
    /// <summary>Gets whether the request has no stored session. A new session is stored only if something is set.</summary>
    bool IsNew { get; }

    /// <summary>
    /// Gets when the session was created, to the second; for a new session, the current time. For a stored session that is shared with
    /// Express it is not known, and the value is the start of 1970.
    /// </summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>Gets when the session expires unless it is used again, as last stored; for a new session, as it would be stored now.</summary>
    DateTimeOffset ExpiresAt { get; }

    /// <summary>Gets or sets the user that the session is bound to, so that all sessions of a user can be found and revoked.</summary>
    /// <value>The default is <see langword="null"/>, for no user. It must have 1 to 1,024 bytes in UTF-8.</value>
    /// <exception cref="ArgumentException">The value is empty, longer than 1,024 bytes, or not well-formed UTF-16.</exception>
    /// <exception cref="InvalidOperationException">The sessions are shared with Express, which would not keep the value.</exception>
    string? UserId { get; set; }

    /// <summary>Gets or sets how long this session lives after its last use, for example longer if the user chose to stay signed in.</summary>
    /// <value>
    /// The default is the application's <see cref="DynamoSessionOptions.IdleTimeout"/>. It must be at least one minute, at most 400 days, and
    /// not longer than <see cref="AbsoluteTimeout"/>; it is stored to the second.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    TimeSpan IdleTimeout { get; set; }

    /// <summary>
    /// Gets or sets how long this session lives at most, however much it is used, for example longer if the user chose to stay signed in. A
    /// value that is set counts from now, whenever the session was created; so set it at sign-in, not with every request. It is kept when the
    /// id is renewed.
    /// </summary>
    /// <value>
    /// The default is the application's <see cref="DynamoSessionOptions.AbsoluteTimeout"/>, from the session's creation;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit. It must not be shorter than <see cref="IdleTimeout"/>. For a stored session, it is
    /// the time from its creation until it ends at the latest, so after a later request has set it, it includes the session's age at that time.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    /// <exception cref="InvalidOperationException">The sessions are shared with Express, which would not keep the value.</exception>
    TimeSpan AbsoluteTimeout { get; set; }

    /// <summary>
    /// Gets or sets whether this session's cookie is kept when the browser closes, for example because the user chose to stay signed in. The
    /// cookie then lasts as long as the session, and is sent again whenever the session is extended.
    /// </summary>
    /// <value>The default is <see langword="false"/>. If <c>Cookie.MaxAge</c> is set in the options, every session's cookie is kept.</value>
    /// <exception cref="InvalidOperationException">The response has started, or the sessions are shared with Express.</exception>
    bool IsPersistent { get; set; }

    /// <summary>
    /// Sets what is shown of this session in the lists of the <see cref="ISessionDirectory"/>, for example "Firefox on Linux, Berlin". Setting
    /// the stored text again is not a change, and a description alone does not create a session.
    /// </summary>
    /// <param name="text">
    /// The text; empty for none. It may come from the client: what is longer than 200 bytes in UTF-8 is cut off, and characters that can't be shown
    /// are replaced. A page has to encode it like all text.
    /// </param>
    /// <exception cref="InvalidOperationException">The sessions are shared with Express, which would not keep it.</exception>
    void Describe(string text);

    /// <summary>Reads a field. Reading it again as the same type returns the same instance; mutating that instance is a change.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, if the field is present.</param>
    /// <returns>Whether the field is present; a field that contains null is present.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. It is left unchanged.</exception>
    bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads a field. Reading it again as the same type returns the same instance; mutating that instance is a change.</summary>
    /// <typeparam name="T">The type to read it as; <c>int?</c> distinguishes 0 from absent.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <returns>The value; the type's default if the field is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. It is left unchanged.</exception>
    T? Get<T>(string key);

    /// <summary>Sets a field to a value, captured now. Setting the stored value again is not a change.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value exactly; the message names the field and the remedy. Nothing is changed.</exception>
    void Set<T>(string key, T value);

    /// <summary>Sets a field to bytes, which are read back unchanged. Readable text is stored as a string, everything else as binary.</summary>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The bytes.</param>
    new void Set(string key, byte[] value);

    /// <summary>Adds to a number, atomically in the table: parallel requests never lose an increment. An absent field counts as 0.</summary>
    /// <param name="key">The field's name.</param>
    /// <param name="by">The amount to add; may be negative. Reads return the loaded value plus the increments of this request.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    /// <exception cref="ArgumentException">The sum has more than 38 digits.</exception>
    void Increment(string key, long by = 1);

    /// <summary>Adds an item to the end of a list, atomically in the table: parallel requests never lose an item. An absent field counts as empty.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="item">The item, captured now.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a list.</exception>
    /// <exception cref="ArgumentException">DynamoDB cannot store the item exactly.</exception>
    void Append<T>(string key, T item);

    /// <summary>
    /// Computes a field's new value from its current one, and commits it immediately, with all other changes of this request. If another
    /// request commits the session in between, the field is read again and <paramref name="update"/> is called again.
    /// </summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="update">
    /// Returns the new value for the current one (the type's default if the field is absent). It may be called several times, each time
    /// with a new instance, and should have no side effects.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait; the commit may or may not have been applied.</param>
    /// <returns>The value that was stored.</returns>
    /// <exception cref="SessionConflictException">Other requests kept committing the session.</exception>
    /// <exception cref="SessionGoneException">The session has ended meanwhile.</exception>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<T> UpdateAsync<T>(string key, Func<T?, T> update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives the session a new id when the response is sent. Call it at every sign-in and change of privileges, so that anyone who knew the
    /// previous id gains nothing (session fixation). The fields are kept, and the previous id is no longer accepted. Cookie authentication
    /// calls it by itself at sign-in.
    /// </summary>
    /// <exception cref="InvalidOperationException">The response has started, so the new cookie cannot be sent.</exception>
    void RenewId();

    /// <summary>
    /// Ends the session for good, for example at sign-out: when the response is sent, its fields are deleted, its cookie is expired, and
    /// no request that is still running can restore it. Anything set afterwards in the same request starts a new session.
    /// </summary>
    void Destroy();

    /// <summary>Gets the request's session for a minimal API handler that has it as a parameter. Called by ASP.NET Core.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The request's session, as <c>GetDynamoSession()</c> returns it.</returns>
    /// <exception cref="InvalidOperationException">The request has no session here, or it is not a session of DynamoSession.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static ValueTask<IDynamoSession?> BindAsync(HttpContext context) => new(Of(context));

    /// <exception cref="InvalidOperationException">The request has no session here, or it is not a session of DynamoSession.</exception>
    internal static IDynamoSession Of(HttpContext context) => context.Features.Get<ISessionFeature>()?.Session switch
    {
        IDynamoSession session => session,
        null => throw new InvalidOperationException(
            "There is no session here. Call app.UseDynamoSession() before this middleware, and make sure that the endpoint's session policy is not SessionAccess.None."),
        var other => throw new InvalidOperationException(
            $"The session here is a {other.GetType()}, not an IDynamoSession. Call app.UseDynamoSession() instead of app.UseSession()."),
    };
}
