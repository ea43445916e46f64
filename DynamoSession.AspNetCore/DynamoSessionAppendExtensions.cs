using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore;
using DynamoSession.Core;

namespace Microsoft.AspNetCore.Http;

/// <summary>
/// Adds an item to the end of a list, atomically in the table, so that parallel requests never lose one. An absent field counts as empty,
/// whatever its default value.
/// </summary>
/// <remarks>
/// The overloads for common list types let the compiler infer the item's type from the field, so that you can append anything that
/// converts to it: an <c>int</c> to a list of <c>long</c>, a derived class to a list of its base class.
/// </remarks>
public static class DynamoSessionAppendExtensions
{
    /// <inheritdoc cref="IDynamoSession.Append{T}"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="item">The item, captured now.</param>
    public static void Append<T>(this ISession session, string key, T item) => TypedVerbs.Append(session, key, item, typeInfo: null);

    /// <summary>Adds an item to the end of a list, atomically in the table. An absent field counts as empty, whatever its default value.</summary>
    /// <typeparam name="TList">The field's type.</typeparam>
    /// <typeparam name="TItem">The item's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="item">The item, captured now. It is serialized with the field's <see cref="SessionField{T}.TypeInfo"/> if it has one.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a list.</exception>
    /// <exception cref="ArgumentException">DynamoDB cannot store the item exactly.</exception>
    public static void Append<TList, TItem>(this ISession session, SessionField<TList> field, TItem item)
        where TList : IEnumerable<TItem>?
    {
        ArgumentNullException.ThrowIfNull(field);

        // A context that contains the list's type also contains the item's.
        var itemType = field.TypeInfo?.Options.TryGetTypeInfo(typeof(TItem), out var known) == true ? (JsonTypeInfo<TItem>)known : null;
        TypedVerbs.Append(session, field.Name, item, itemType);
    }

    // The item type is inferred from a list for fields with a default value, and from a nullable list for fields without one. Without
    // nullable annotations (RS0041), one overload accepts both.
#nullable disable annotations
#pragma warning disable RS0041

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<TItem[]> field, TItem item) => Append<TItem[], TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<List<TItem>> field, TItem item) => Append<List<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<IList<TItem>> field, TItem item) => Append<IList<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<ICollection<TItem>> field, TItem item) => Append<ICollection<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<IReadOnlyList<TItem>> field, TItem item) => Append<IReadOnlyList<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<IReadOnlyCollection<TItem>> field, TItem item) => Append<IReadOnlyCollection<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<IEnumerable<TItem>> field, TItem item) => Append<IEnumerable<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<ImmutableArray<TItem>> field, TItem item) => Append<ImmutableArray<TItem>, TItem>(session, field, item);

    /// <inheritdoc cref="Append{TList, TItem}(ISession, SessionField{TList}, TItem)"/>
    public static void Append<TItem>(this ISession session, SessionField<ImmutableList<TItem>> field, TItem item) => Append<ImmutableList<TItem>, TItem>(session, field, item);
}
