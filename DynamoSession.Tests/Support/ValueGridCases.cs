using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;

namespace DynamoSession.Tests.Support;

/// <summary>A value is written typed and read as the same or another type.</summary>
internal sealed class ReadableCase<TWritten, TRead>(
    string name,
    string field,
    TWritten value,
    Action<TRead?> verify,
    JsonTypeInfo<TWritten>? writeInfo = null,
    JsonTypeInfo<TRead>? readInfo = null) : ValueGridCase(name, field)
{
    public override void Store(IValueGridTarget target) => target.Set(Field, value, writeInfo);

    public override void Verify(IValueGridTarget target) => verify(target.Get(Field, readInfo));
}

/// <summary>A value is written typed and cannot be read as another type.</summary>
internal sealed class UnreadableCase<TWritten, TRead>(string name, string field, TWritten value) : ValueGridCase(name, field)
{
    public override void Store(IValueGridTarget target) => target.Set(Field, value);

    public override void Verify(IValueGridTarget target) => Assert.That(
        () => target.Get<TRead>(Field),
        Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains($"'{Field}'").And.InnerException.Null);
}

/// <summary>Bytes are written without a type.</summary>
internal sealed class BytesCase(string name, string field, byte[] bytes, Action<IValueGridTarget>? verify = null) : ValueGridCase(name, field)
{
    public override void Store(IValueGridTarget target) => target.SetBytes(Field, bytes);

    public override void Verify(IValueGridTarget target)
    {
        Assert.That(target.GetBytes(Field), Is.EqualTo(bytes));
        verify?.Invoke(target);
    }
}

/// <summary>A value is written typed and read as bytes.</summary>
internal sealed class ByteViewCase<T>(string name, string field, T value, byte[] bytes) : ValueGridCase(name, field)
{
    public override void Store(IValueGridTarget target) => target.Set(Field, value);

    public override void Verify(IValueGridTarget target) => Assert.That(target.GetBytes(Field), Is.EqualTo(bytes));
}

/// <summary>A value, or its name, cannot be stored, and the message says why.</summary>
internal sealed class RefusedCase<T>(string name, string field, T value, string refusal, JsonTypeInfo<T>? typeInfo = null) : ValueGridCase(name, field)
{
    public override string? Refusal => refusal;

    public override void Store(IValueGridTarget target) => target.Set(Field, value, typeInfo);

    public override void Verify(IValueGridTarget target)
    {
    }
}
