using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore;

/// <summary>
/// <c>Get</c>, <c>TryGet</c> and <c>Set</c> by name on <c>HttpContext.Session</c>, with <c>app.UseDynamoSession()</c> or with
/// <c>app.UseSession()</c> and DynamoSession's storage; for any other session, they throw <see cref="InvalidOperationException"/>.
/// </summary>
/// <remarks>
/// Many applications have their own <c>SessionExtensions</c> class with the same methods, as shown in ASP.NET Core's documentation.
/// Therefore these methods are not in a namespace that every web project imports. Where both are in scope, the application's own
/// methods are called, because they have no optional parameter. <see cref="IDynamoSession"/> has the same methods as members, which
/// always take precedence.
/// </remarks>
public static class DynamoSessionNamedFieldExtensions
{
    /// <inheritdoc cref="IDynamoSession.TryGet{T}"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, if the field is present.</param>
    /// <param name="typeInfo">How the type is serialized, from a source-generated context; null for the application's serializer options.</param>
    public static bool TryGet<T>(this ISession session, string key, [MaybeNullWhen(false)] out T value, JsonTypeInfo<T>? typeInfo = null) =>
        TypedVerbs.TryGet(session, key, typeInfo, out value);

    /// <inheritdoc cref="IDynamoSession.Get{T}"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="typeInfo">How the type is serialized, from a source-generated context; null for the application's serializer options.</param>
    public static T? Get<T>(this ISession session, string key, JsonTypeInfo<T>? typeInfo = null) =>
        session is IDynamoSession dynamoSession and not ITypedSession
            ? dynamoSession.Get<T>(key)
            : TypedVerbs.TryGet(session, key, typeInfo, out var value) ? value : default;

    /// <inheritdoc cref="IDynamoSession.Set{T}(string, T)"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How the type is serialized, from a source-generated context; null for the application's serializer options.</param>
    public static void Set<T>(this ISession session, string key, T value, JsonTypeInfo<T>? typeInfo = null) =>
        TypedVerbs.Set(session, key, value, typeInfo);
}
