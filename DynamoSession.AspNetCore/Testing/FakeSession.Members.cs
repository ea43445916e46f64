using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Testing;

// The members that the code under test sees, forwarded to the request's session.
public sealed partial class FakeSession : ITypedSession
{
    /// <inheritdoc/>
    public bool IsAvailable => Session.IsAvailable;

    /// <inheritdoc/>
    public string Id => Session.Id;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Session.Keys;

    /// <inheritdoc/>
    public bool IsNew => Session.IsNew;

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt => Session.CreatedAt;

    /// <inheritdoc/>
    public DateTimeOffset ExpiresAt => Session.ExpiresAt;

    /// <inheritdoc/>
    public string? UserId
    {
        get => Session.UserId;
        set => Session.UserId = value;
    }

    /// <inheritdoc/>
    public TimeSpan IdleTimeout
    {
        get => Session.IdleTimeout;
        set => Session.IdleTimeout = value;
    }

    /// <inheritdoc/>
    public TimeSpan AbsoluteTimeout
    {
        get => Session.AbsoluteTimeout;
        set => Session.AbsoluteTimeout = value;
    }

    /// <inheritdoc/>
    public bool IsPersistent
    {
        get => Session.IsPersistent;
        set => Session.IsPersistent = value;
    }

    /// <inheritdoc/>
    public void Describe(string text) => Session.Describe(text);

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancellationToken = default) => Session.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task CommitAsync(CancellationToken cancellationToken = default) => Session.CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Session.TryGetValue(key, out value);

    /// <inheritdoc/>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value) => Session.TryGet(key, out value);

    /// <inheritdoc/>
    public T? Get<T>(string key) => Session.Get<T>(key);

    /// <inheritdoc/>
    public void Set<T>(string key, T value) => Session.Set(key, value);

    /// <inheritdoc cref="IDynamoSession.Set(string, byte[])"/>
    public void Set(string key, byte[] value) => Session.Set(key, value);

    /// <inheritdoc/>
    public void Remove(string key) => Session.Remove(key);

    /// <inheritdoc/>
    public void Clear() => Session.Clear();

    /// <inheritdoc/>
    public void Increment(string key, long by = 1) => Session.Increment(key, by);

    /// <inheritdoc/>
    public void Append<T>(string key, T item) => Session.Append(key, item);

    /// <inheritdoc/>
    public Task<T> UpdateAsync<T>(string key, Func<T?, T> update, CancellationToken cancellationToken = default) =>
        Session.UpdateAsync(key, update, cancellationToken);

    /// <inheritdoc/>
    public void RenewId() => Session.RenewId();

    /// <inheritdoc/>
    public void Destroy() => Session.Destroy();

    bool ITypedSession.TryGet<T>(string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value) => Session.TryGet(key, typeInfo, out value);

    T ITypedSession.Get<T>(SessionField<T> field) => Session.Get(field);

    void ITypedSession.Increment(string key, decimal by) => Session.Increment(key, by);

    void ITypedSession.Set<T>(string key, T value, JsonTypeInfo<T>? typeInfo) => Session.Set(key, value, typeInfo);

    void ITypedSession.Append<T>(string key, T item, JsonTypeInfo<T>? typeInfo) => Session.Append(key, item, typeInfo);

    Task<T> ITypedSession.UpdateAsync<T>(SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken) => Session.UpdateAsync(field, update, cancellationToken);
}
