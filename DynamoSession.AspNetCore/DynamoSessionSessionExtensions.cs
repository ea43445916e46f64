using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json.Serialization.Metadata;
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
    /// <inheritdoc cref="IDynamoSession.TryGet{T}"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, when the field is present.</param>
    public static bool TryGet<T>(this ISession session, string key, [MaybeNullWhen(false)] out T value) =>
        TryGet(session, key, typeInfo: null, out value);

    /// <inheritdoc cref="IDynamoSession.Get{T}"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    public static T? Get<T>(this ISession session, string key) =>
        session is IDynamoSession dynamoSession ? dynamoSession.Get<T>(key) : TryGet<T>(session, key, out var value) ? value : default;

    /// <inheritdoc cref="IDynamoSession.Set{T}(string, T)"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value.</param>
    public static void Set<T>(this ISession session, string key, T value) => Set(session, key, value, typeInfo: null);

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
            Typed(session).Increment(key, by);
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
            Typed(session).Append(key, item, typeInfo: null);
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
        return TryGet(session, field.Name, field.TypeInfo, out value);
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
        return TryGet(session, field.Name, field.TypeInfo, out var value) ? value : field.DefaultValue;
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
        Set(session, field.Name, value, field.TypeInfo);
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
            : Typed(session).UpdateAsync(field, update, cancellationToken);
    }

    private static bool TryGet<T>(ISession session, string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value) =>
        session is IDynamoSession dynamoSession and not ITypedSession
            ? dynamoSession.TryGet(key, out value)
            : Typed(session).TryGet(key, typeInfo, out value);

    private static void Set<T>(ISession session, string key, T value, JsonTypeInfo<T>? typeInfo)
    {
        if (session is IDynamoSession dynamoSession and not ITypedSession)
        {
            // Somebody's own implementation, for example a mock, has its own way of writing types.
            dynamoSession.Set(key, value);
        }
        else
        {
            Typed(session).Set(key, value, typeInfo);
        }
    }

    private static ITypedSession Typed(ISession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session as ITypedSession ?? throw new InvalidOperationException(
            $"The session is a {session.GetType()}, which has no typed fields. Register DynamoSession (AddDynamoSession and app.UseDynamoSession()), or use the session's own bytes.");
    }
}
