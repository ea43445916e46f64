using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore;

/// <summary>
/// The session of a request: what <c>HttpContext.Session</c> is under <c>app.UseDynamoSession()</c>. It has been loaded before the
/// endpoint runs. Changes are written once, before the first byte of the response leaves; a request that throws writes nothing.
/// </summary>
/// <remarks>
/// <para><see cref="ISession.Id"/> is a public id, derived from what the cookie holds: it may be shown and opens nothing.</para>
/// <para>Field names are well-formed UTF-16 of 1 to 255 bytes in UTF-8; any other is an <see cref="ArgumentException"/>.</para>
/// <para>
/// Every change throws <see cref="InvalidOperationException"/> where the endpoint's policy does not allow it, where the table could
/// not be reached (<see cref="ISession.IsAvailable"/> is false), and where a new session's cookie could no longer be sent.
/// </para>
/// <para>
/// <see cref="ISession.CommitAsync"/> writes the changes now instead of with the response. It throws <see cref="SessionStoreException"/>
/// when the table failed, <see cref="SessionGoneException"/> when the session ended meanwhile, <see cref="SessionConflictException"/>,
/// <see cref="SessionTooLargeException"/> or <see cref="SessionFieldTypeException"/> when the changes cannot be written.
/// </para>
/// </remarks>
public interface IDynamoSession : ISession
{
    /// <summary>Gets whether the request came without a live session. Such a session is stored only once something is set.</summary>
    bool IsNew { get; }

    /// <summary>
    /// Gets when the session was created, to the second; for a new session, now. Of a loaded session that is shared with Express it is
    /// not known: the start of 1970.
    /// </summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>Gets when the session ends unless it is used again, as last stored; for a new session, as it would be stored now.</summary>
    DateTimeOffset ExpiresAt { get; }

    /// <summary>Gets or sets the user that the session is bound to, so that all sessions of a user can be found and ended.</summary>
    /// <value>The default is <see langword="null"/>, none. At most 1,024 bytes in UTF-8, and not empty.</value>
    /// <exception cref="ArgumentException">The value is empty, longer than 1,024 bytes, or not well-formed UTF-16.</exception>
    /// <exception cref="InvalidOperationException">The sessions are shared with Express, which would not keep it.</exception>
    string? UserId { get; set; }

    /// <summary>Gets or sets how long this session lives after it was last used, for example longer where the user asked to stay signed in.</summary>
    /// <value>The default is the application's <see cref="DynamoSessionOptions.IdleTimeout"/>. At least one minute, at most 400 days; stored to the second.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    TimeSpan IdleTimeout { get; set; }

    /// <summary>Reads a field. A second read of the same type gives the same instance; mutating it is a change.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, when the field is present.</param>
    /// <returns>Whether the field is present; a stored null is.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. Nothing is lost.</exception>
    bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads a field. A second read of the same type gives the same instance; mutating it is a change.</summary>
    /// <typeparam name="T">The type to read it as; <c>int?</c> tells 0 from absent.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <returns>The value; the type's default when the field is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. Nothing is lost.</exception>
    T? Get<T>(string key);

    /// <summary>Sets a field to a value as it is at this moment. Setting the value that it has is no change.</summary>
    /// <typeparam name="T">The type to store it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot hold the value exactly; the message names the field and the remedy. Nothing is changed.</exception>
    void Set<T>(string key, T value);

    /// <summary>Sets a field to bytes, which read back bit for bit. Readable text is stored as text, all else as binary.</summary>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The bytes.</param>
    new void Set(string key, byte[] value);

    /// <summary>Adds to a number, atomically in the table: parallel requests never lose an increment. An absent field counts as 0.</summary>
    /// <param name="key">The field's name.</param>
    /// <param name="by">What to add; may be negative. Reads show what was loaded plus the increments of this request.</param>
    /// <exception cref="SessionFieldTypeException">The field is no number.</exception>
    /// <exception cref="ArgumentException">The sum has more than 38 digits.</exception>
    void Increment(string key, long by = 1);

    /// <summary>Adds an item at the end of a list, atomically in the table: parallel requests never lose one. An absent field counts as empty.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="item">The item as it is at this moment.</param>
    /// <exception cref="SessionFieldTypeException">The field is no list.</exception>
    /// <exception cref="ArgumentException">DynamoDB cannot hold the item exactly.</exception>
    void Append<T>(string key, T item);

    /// <summary>
    /// Changes a field depending on what it is, and commits it at once, with all other changes of this request. When another request
    /// commits the session in between, the field is read again and <paramref name="update"/> called again.
    /// </summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="update">
    /// Returns the new value for the current one (the type's default when the field is absent). It may be called several times, each
    /// time with a value of its own, and should do nothing else.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the commit may then have been applied or not.</param>
    /// <returns>The value that was stored.</returns>
    /// <exception cref="SessionConflictException">Others kept committing the session.</exception>
    /// <exception cref="SessionGoneException">The session ended meanwhile.</exception>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    Task<T> UpdateAsync<T>(string key, Func<T?, T> update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives the session a new id, with the response: at every sign-in and gain of rights, so that nobody who knew the id before
    /// (session fixation) shares them. The fields stay; the old id is dead at once and leads nowhere. Cookie authentication does it by
    /// itself at sign-in.
    /// </summary>
    /// <exception cref="InvalidOperationException">The response has started, so that the new cookie could not be sent.</exception>
    void RenewId();

    /// <summary>
    /// Ends the session for good, for example at sign-out: with the response its fields are gone, its cookie is expired, and no
    /// request that is still on its way can bring it back. What is set afterwards, in the same request, starts a new session.
    /// </summary>
    void Destroy();

    /// <summary>Gets the request's session for a minimal API handler that takes it as a parameter. Called by ASP.NET Core.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The request's session, as <c>GetDynamoSession()</c> returns it.</returns>
    /// <exception cref="InvalidOperationException">There is none here, or it is not one of DynamoSession's.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static ValueTask<IDynamoSession?> BindAsync(HttpContext context) => new(Of(context));

    /// <exception cref="InvalidOperationException">There is no session here, or it is not one of DynamoSession's.</exception>
    internal static IDynamoSession Of(HttpContext context) => context.Features.Get<ISessionFeature>()?.Session switch
    {
        IDynamoSession session => session,
        null => throw new InvalidOperationException(
            "There is no session here. Call app.UseDynamoSession() before this, and see that the endpoint's session policy is not SessionAccess.None."),
        var other => throw new InvalidOperationException(
            $"The session here is a {other.GetType()}, not an IDynamoSession. Call app.UseDynamoSession() instead of app.UseSession()."),
    };
}
