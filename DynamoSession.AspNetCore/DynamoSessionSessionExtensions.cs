using System.Diagnostics.CodeAnalysis;
using DynamoSession.AspNetCore;
using DynamoSession.Core;

namespace Microsoft.AspNetCore.Http;

/// <summary>
/// The typed methods of <see cref="IDynamoSession"/> on <c>HttpContext.Session</c>, by <see cref="SessionField{T}"/>;
/// <see cref="DynamoSessionNamedFieldExtensions"/> has them by name. They work with <c>app.UseDynamoSession()</c>, and with
/// <c>app.UseSession()</c> and DynamoSession's storage; for any other session, they throw <see cref="InvalidOperationException"/>.
/// </summary>
public static class DynamoSessionSessionExtensions
{
    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value, if the field is present.</param>
    /// <returns>Whether the field is present; a field that contains null is present.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. It is left unchanged.</exception>
    public static bool TryGet<T>(this ISession session, SessionField<T> field, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return TypedVerbs.TryGet(session, field.Name, field.TypeInfo, out value);
    }

    /// <summary>Reads a field. Reading it again returns the same instance; mutating that instance is a change, even if it is the default value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <returns>The value; the field's default value if it is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. It is left unchanged.</exception>
    public static T Get<T>(this ISession session, SessionField<T> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return session is IDynamoSession dynamoSession and not ITypedSession
            ? dynamoSession.TryGet<T>(field.Name, out var value) ? value : field.CreateDefault()
            : TypedVerbs.Of(session).Get(field);
    }

    /// <summary>Sets a field to a value, captured now.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value exactly. Nothing is changed.</exception>
    public static void Set<T>(this ISession session, SessionField<T> field, T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        TypedVerbs.Set(session, field.Name, value, field.TypeInfo);
    }

    /// <summary>Removes a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    public static void Remove<T>(this ISession session, SessionField<T> field)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(field);
        session.Remove(field.Name);
    }

    /// <inheritdoc cref="IDynamoSession.UpdateAsync{T}"/>
    /// <param name="session">The session, with <c>app.UseDynamoSession()</c>.</param>
    /// <param name="field">The field. If it is absent, <paramref name="update"/> gets its default value.</param>
    /// <param name="update">Returns the new value for the current one. It may be called several times and should have no side effects.</param>
    /// <param name="cancellationToken">Cancels the wait; the commit may or may not have been applied.</param>
    public static Task<T> UpdateAsync<T>(this ISession session, SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(update);

        return session is IDynamoSession dynamoSession and not ITypedSession
            ? dynamoSession.UpdateAsync<T>(field.Name, current => update(current is null ? field.CreateDefault() : current), cancellationToken)
            : TypedVerbs.Of(session).UpdateAsync(field, update, cancellationToken);
    }
}
