using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core;

/// <summary>
/// A field's name and type, declared once: <c>static readonly SessionField&lt;Cart&gt; Cart = new("cart");</c>. Every verb of a
/// session has an overload that takes it, so that a name cannot be misspelt nor read as two types.
/// </summary>
/// <typeparam name="T">The field's type.</typeparam>
public sealed class SessionField<T>
{
    /// <summary>Declares a field.</summary>
    /// <param name="name">The name: well-formed UTF-16, 1 to 255 bytes in UTF-8.</param>
    /// <param name="defaultValue">What a read gives while the field is absent. It is shared: let it be immutable.</param>
    /// <param name="typeInfo">How the type is serialised, from a source-generated context; otherwise the application's serializer options say.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no valid field name.</exception>
    public SessionField(string name, T? defaultValue = default, JsonTypeInfo<T>? typeInfo = null)
    {
        FieldName.ThrowIfInvalid(name);
        Name = name;
        DefaultValue = defaultValue;
        TypeInfo = typeInfo;
    }

    /// <summary>Gets the field's name.</summary>
    public string Name { get; }

    /// <summary>Gets what a read gives while the field is absent.</summary>
    public T? DefaultValue { get; }

    /// <summary>Gets how the type is serialised; <see langword="null"/> when the application's serializer options say.</summary>
    public JsonTypeInfo<T>? TypeInfo { get; }

    /// <summary>Returns the field's name.</summary>
    public override string ToString() => Name;
}
