using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore;

/// <summary>Calls the typed methods of a session that is only known as <see cref="ISession"/>.</summary>
internal static class TypedVerbs
{
    public static bool TryGet<T>(ISession session, string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value) =>
        session is IDynamoSession dynamoSession and not ITypedSession
            ? dynamoSession.TryGet(key, out value)
            : Of(session).TryGet(key, typeInfo, out value);

    public static void Set<T>(ISession session, string key, T value, JsonTypeInfo<T>? typeInfo)
    {
        if (session is IDynamoSession dynamoSession and not ITypedSession)
        {
            // An application's own implementation, for example a mock, has its own way to store types.
            dynamoSession.Set(key, value);
        }
        else
        {
            Of(session).Set(key, value, typeInfo);
        }
    }

    public static void Increment(ISession session, string key, decimal by)
    {
        if (session is not IDynamoSession dynamoSession || session is ITypedSession)
        {
            Of(session).Increment(key, by);
        }
        else if (decimal.IsInteger(by) && by is >= long.MinValue and <= long.MaxValue)
        {
            dynamoSession.Increment(key, (long)by);
        }
        else
        {
            throw new InvalidOperationException($"The session is a {session.GetType()}, whose Increment only adds integers. Set the field instead.");
        }
    }

    public static void Append<T>(ISession session, string key, T item, JsonTypeInfo<T>? typeInfo)
    {
        if (session is IDynamoSession dynamoSession and not ITypedSession)
        {
            dynamoSession.Append(key, item);
        }
        else
        {
            Of(session).Append(key, item, typeInfo);
        }
    }

    /// <exception cref="InvalidOperationException">The session has no typed fields.</exception>
    public static ITypedSession Of(ISession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session as ITypedSession ?? throw new InvalidOperationException(
            $"The session is a {session.GetType()}, which has no typed fields. Register DynamoSession (AddDynamoSession and app.UseDynamoSession()), or use the session's byte methods.");
    }
}
