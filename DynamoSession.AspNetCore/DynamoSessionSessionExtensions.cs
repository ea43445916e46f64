using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Sessions;
using DynamoSession.Core;

namespace Microsoft.AspNetCore.Http;

/// <summary>
/// The typed verbs of <see cref="IDynamoSession"/> on <c>HttpContext.Session</c>, by name and by <see cref="SessionField{T}"/>. They
/// work under <c>app.UseDynamoSession()</c>, and under <c>app.UseSession()</c> with DynamoSession's storage; any other session is an
/// <see cref="InvalidOperationException"/>.
/// </summary>
public static class DynamoSessionSessionExtensions
{
    /// <inheritdoc cref="IDynamoSession.Increment"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="by">What to add; may be negative.</param>
    public static void Increment(this ISession session, string key, long by = 1)
    {
        if (session is IDynamoSession dynamoSession)
        {
            dynamoSession.Increment(key, by);
        }
        else
        {
            TypedVerbs.Of(session).Increment(key, by);
        }
    }

    /// <inheritdoc cref="IDynamoSession.Append{T}"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="item">The item as it is at this moment.</param>
    public static void Append<T>(this ISession session, string key, T item)
    {
        if (session is IDynamoSession dynamoSession)
        {
            dynamoSession.Append(key, item);
        }
        else
        {
            TypedVerbs.Of(session).Append(key, item, typeInfo: null);
        }
    }

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value, when the field is present.</param>
    /// <returns>Whether the field is present; a stored null is.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. Nothing is lost.</exception>
    public static bool TryGet<T>(this ISession session, SessionField<T> field, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return TypedVerbs.TryGet(session, field.Name, field.TypeInfo, out value);
    }

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <returns>The value; the field's default value when it is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type. Nothing is lost.</exception>
    public static T? Get<T>(this ISession session, SessionField<T> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return TypedVerbs.TryGet(session, field.Name, field.TypeInfo, out var value) ? value : field.DefaultValue;
    }

    /// <summary>Sets a field to a value as it is at this moment.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot hold the value exactly. Nothing is changed.</exception>
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

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0, whatever its default value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="by">What to add; may be negative.</param>
    /// <exception cref="SessionFieldTypeException">The field is no number.</exception>
    public static void Increment<T>(this ISession session, SessionField<T> field, long by = 1)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(field);
        Increment(session, field.Name, by);
    }

    /// <summary>Adds an item at the end of a list, atomically in the table. An absent field counts as empty, whatever its default value.</summary>
    /// <typeparam name="TList">The field's type.</typeparam>
    /// <typeparam name="TItem">The item's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="item">The item as it is at this moment.</param>
    /// <exception cref="SessionFieldTypeException">The field is no list.</exception>
    /// <exception cref="ArgumentException">DynamoDB cannot hold the item exactly.</exception>
    public static void Append<TList, TItem>(this ISession session, SessionField<TList> field, TItem item)
        where TList : IEnumerable<TItem>
    {
        ArgumentNullException.ThrowIfNull(field);
        Append(session, field.Name, item);
    }

    /// <inheritdoc cref="IDynamoSession.UpdateAsync{T}"/>
    /// <param name="session">The session, under <c>app.UseDynamoSession()</c>.</param>
    /// <param name="field">The field. Where it is absent, <paramref name="update"/> gets its default value.</param>
    /// <param name="update">Returns the new value for the current one. It may be called several times, and should do nothing else.</param>
    /// <param name="cancellationToken">Ends the wait; the commit may then have been applied or not.</param>
    public static Task<T> UpdateAsync<T>(this ISession session, SessionField<T> field, Func<T?, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(update);

        return session is IDynamoSession dynamoSession and not ITypedSession
            ? dynamoSession.UpdateAsync(field.Name, update, cancellationToken)
            : TypedVerbs.Of(session).UpdateAsync(field, update, cancellationToken);
    }
}
