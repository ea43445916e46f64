using System.Diagnostics.CodeAnalysis;
using DynamoSession.AspNetCore.Testing.Comparison;
using DynamoSession.AspNetCore.Testing.Requests;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>A session as it is stored.</summary>
public sealed class SessionSnapshot
{
    private readonly Backstage _backstage;
    private readonly SessionRecord _record;
    private readonly SessionFieldCodec _codec;

    internal SessionSnapshot(Backstage backstage, SessionRecord record, SessionFieldCodec codec)
    {
        _backstage = backstage;
        _record = record;
        _codec = codec;
        Fields = record.Fields.ToDictionary(field => field.Key, field => PlainValue.Of(field.Value), StringComparer.Ordinal);
    }

    /// <summary>Gets the public id, as <c>ISession.Id</c> gives it. It opens nothing, and a renewal changes it.</summary>
    public string Id => _record.Id;

    /// <summary>Gets the user that the session is bound to; <see langword="null"/> for none.</summary>
    public string? UserId => _record.UserId;

    /// <summary>Gets when the session was created, to the second.</summary>
    public DateTimeOffset CreatedAt => _record.CreatedAt;

    /// <summary>Gets when the session ends unless it is used again, to the second.</summary>
    public DateTimeOffset ExpiresAt => _record.ExpiresAt;

    /// <summary>Gets the session's own idle timeout; <see langword="null"/> when the application's applies.</summary>
    public TimeSpan? IdleTimeout => _record.IdleTimeout;

    /// <summary>Gets the fields by name, in plain values as in <see cref="FieldChanges"/>.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; }

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, when the field is present.</param>
    /// <returns>Whether the field is present; a stored null is.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type.</exception>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new SessionFields(_codec, _record.Fields).TryGet(key, out value);
    }

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <returns>The value; the type's default when the field is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type.</exception>
    public T? Get<T>(string key) => TryGet<T>(key, out var value) ? value : default;

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">The field.</param>
    /// <returns>The value; the field's default value when it is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type.</exception>
    public T Get<T>(SessionField<T> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new SessionFields(_codec, _record.Fields).GetOrDefault(field.Name, field.CreateDefault, field.TypeInfo);
    }

    /// <summary>Compares the session with one to which this and nothing else was done: its fields, all of them, its user and its lifetime.</summary>
    /// <param name="expected">What to do to a new session to make it the expected one.</param>
    /// <returns>The difference; <see langword="null"/> when there is none.</returns>
    public SessionDifference? DifferenceFrom(Action<IDynamoSession> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);

        var twin = _backstage.Imagine(copy: null, policy: null, expected);
        return new DifferenceBuilder()
            .Add(twin.FieldsAfterChanges(), _record.Fields)
            .Add(nameof(UserId), twin.UserId, UserId)
            .Add(nameof(IdleTimeout), twin.OwnIdleTimeout?.ToString(), IdleTimeout?.ToString())
            .Under("The stored session is not the expected one:");
    }

    /// <summary>Fails unless the session has exactly these fields, this user and this lifetime.</summary>
    /// <param name="expected">What to do to a new session to make it the expected one.</param>
    /// <exception cref="SessionAssertionException">It differs. The message shows the difference by field.</exception>
    public void ShouldEqual(Action<IDynamoSession> expected)
    {
        if (DifferenceFrom(expected) is { } difference)
        {
            throw new SessionAssertionException(difference.ToString());
        }
    }
}
