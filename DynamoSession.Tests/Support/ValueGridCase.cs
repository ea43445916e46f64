namespace DynamoSession.Tests.Support;

/// <summary>One value under one name: how it is stored, and what must come back, perhaps in a later request.</summary>
/// <param name="name">The case's name, unique and printable.</param>
/// <param name="field">The field's name, which need be neither.</param>
public abstract class ValueGridCase(string name, string field)
{
    public string Name { get; } = name;

    public string Field { get; } = field;

    /// <summary>Gets a part of the message with which <see cref="Store"/> is refused; <see langword="null"/> when it is not.</summary>
    public virtual string? Refusal => null;

    public abstract void Store(IValueGridTarget target);

    public abstract void Verify(IValueGridTarget target);

    public override string ToString() => Name;
}
