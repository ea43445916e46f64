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

    /// <summary>Gets the public id, as returned by <c>ISession.Id</c>. It grants no access, and a renewal changes it.</summary>
    public string Id => _record.Id;

    /// <summary>Gets the user that the session is bound to; <see langword="null"/> if there is none.</summary>
    public string? UserId => _record.UserId;

    /// <summary>Gets when the session was created, to the second.</summary>
    public DateTimeOffset CreatedAt => _record.CreatedAt;

    /// <summary>Gets when the session expires unless it is used again, to the second.</summary>
    public DateTimeOffset ExpiresAt => _record.ExpiresAt;

    /// <summary>Gets when the session expires however much it is used, to the second; <see langword="null"/> for never.</summary>
    public DateTimeOffset? AbsoluteExpiresAt => _record.AbsoluteExpiresAt;

    /// <summary>Gets the session's own idle timeout; <see langword="null"/> if the application's applies.</summary>
    public TimeSpan? IdleTimeout => _record.IdleTimeout;

    /// <summary>Gets whether the session's cookie is kept when the browser closes.</summary>
    public bool IsPersistent => _record.IsPersistent;

    /// <summary>Gets what <see cref="IDynamoSession.Describe"/> has set; <see langword="null"/> for nothing.</summary>
    public string? Description => _record.Description;

    /// <summary>Gets the fields by name, as plain values like those of <see cref="FieldChanges"/>.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; }

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <param name="value">The value, if the field is present.</param>
    /// <returns>Whether the field is present; a field that contains null is present.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type.</exception>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new SessionFields(_codec, _record.Fields).TryGet(key, out value);
    }

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <param name="key">The field's name.</param>
    /// <returns>The value; the type's default if the field is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type.</exception>
    public T? Get<T>(string key) => TryGet<T>(key, out var value) ? value : default;

    /// <summary>Reads a field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">The field.</param>
    /// <returns>The value; the field's default value if it is absent.</returns>
    /// <exception cref="SessionFieldTypeException">The stored value cannot be read as that type.</exception>
    public T Get<T>(SessionField<T> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new SessionFields(_codec, _record.Fields).GetOrDefault(field.Name, field.CreateDefault, field.TypeInfo);
    }

    /// <summary>Compares the session with an expected one: all of its fields, its user and its idle timeout.</summary>
    /// <param name="expected">Turns a new session into the expected one.</param>
    /// <returns>The difference; <see langword="null"/> if there is none.</returns>
    public SessionDifference? DifferenceFrom(Action<IDynamoSession> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);

        var twin = _backstage.Simulate(copy: null, policy: null, expected);
        return new DifferenceBuilder()
            .Add(twin.FieldsAfterChanges, _record.Fields)
            .Add(nameof(UserId), twin.UserId, UserId)
            .Add(nameof(IdleTimeout), twin.OwnIdleTimeout?.ToString(), IdleTimeout?.ToString())
            .Add(nameof(IsPersistent), twin.IsPersistent.ToString(), IsPersistent.ToString())
            .Under("The stored session is not as expected:");
    }

    /// <summary>Fails unless the session has exactly the expected fields, user and idle timeout.</summary>
    /// <param name="expected">Turns a new session into the expected one.</param>
    /// <exception cref="SessionAssertionException">The session differs. The message shows the difference field by field.</exception>
    public void ShouldEqual(Action<IDynamoSession> expected)
    {
        if (DifferenceFrom(expected) is { } difference)
        {
            throw new SessionAssertionException(difference.ToString());
        }
    }
}
