using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core;

/// <summary>
/// A field's name and type, declared once: <c>static readonly SessionField&lt;Cart&gt; Cart = new("cart", () => new Cart());</c>. Every
/// method of a session has an overload for it, so that a name can't be misspelled or read as two types.
/// </summary>
/// <typeparam name="T">
/// The field's type, which is what a read returns. If the field has no default value and may be absent, make the type nullable:
/// <c>SessionField&lt;Cart?&gt;</c>.
/// </typeparam>
public sealed class SessionField<T>
{
    private readonly Func<T> _createDefault;

    /// <summary>Declares a field.</summary>
    /// <param name="name">The name: well-formed UTF-16, 1 to 255 bytes in UTF-8.</param>
    /// <param name="defaultValue">
    /// The value that a read returns while the field is absent. Requests never share an object: each read gets a copy, made from the JSON of
    /// the value as it is now. Without a default value, a read returns the type's default: 0, or <see langword="null"/>.
    /// </param>
    /// <param name="typeInfo">
    /// How the type is serialized: a <see cref="JsonTypeInfo{T}"/> from a source-generated context; null for the application's serializer
    /// options.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is not a valid field name, <paramref name="typeInfo"/> is of another type, or
    /// <paramref name="defaultValue"/> cannot be copied; in that case, pass a function.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public SessionField(string name, T? defaultValue = default, JsonTypeInfo? typeInfo = null)
    {
        FieldName.ThrowIfInvalid(name);
        Name = name;
        TypeInfo = Of(name, typeInfo);
        _createDefault = DefaultValue.Copying(name, defaultValue!, TypeInfo);
    }

    /// <summary>Declares a field whose default value is created for each read.</summary>
    /// <param name="name">The name: well-formed UTF-16, 1 to 255 bytes in UTF-8.</param>
    /// <param name="createDefault">Returns the value for a read while the field is absent. It may be called by parallel requests.</param>
    /// <param name="typeInfo">
    /// How the type is serialized: a <see cref="JsonTypeInfo{T}"/> from a source-generated context; null for the application's serializer
    /// options.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid field name, or <paramref name="typeInfo"/> is of another type.</exception>
    public SessionField(string name, Func<T> createDefault, JsonTypeInfo? typeInfo = null)
    {
        FieldName.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(createDefault);
        Name = name;
        TypeInfo = Of(name, typeInfo);
        _createDefault = createDefault;
    }

    /// <summary>Gets the field's name.</summary>
    public string Name { get; }

    /// <summary>Gets how the type is serialized; <see langword="null"/> for the application's serializer options.</summary>
    public JsonTypeInfo<T>? TypeInfo { get; }

    /// <summary>Returns the value for a read while the field is absent.</summary>
    /// <returns>A value that is not shared, unless it is immutable or the field's own function shares it.</returns>
    public T CreateDefault() => _createDefault();

    /// <summary>Returns the field's name.</summary>
    public override string ToString() => Name;

    // Checked here, not by the compiler, which accepts a context's JsonTypeInfo<Cart> for SessionField<Cart> but not for SessionField<Cart?>.
    private static JsonTypeInfo<T>? Of(string name, JsonTypeInfo? typeInfo) => typeInfo is null or JsonTypeInfo<T>
        ? (JsonTypeInfo<T>?)typeInfo
        : throw new ArgumentException(
            $"The type info of the session field '{name}' is that of {TypeName.Of(typeInfo.Type)}; it must be that of {TypeName.Of(typeof(T))}.",
            nameof(typeInfo));
}
