using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore.Sessions;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Compatibility;

/// <summary>A session by Microsoft's rules: loaded at the first use, committed by its middleware after the response.</summary>
internal sealed class MicrosoftSession(
    SessionServices services,
    SessionLoader loader,
    string key,
    string id,
    TimeSpan idleTimeout,
    Func<bool> tryEstablishSession,
    bool isNewKey) : ISession, ITypedSession
{
    private StoredSession? _stored;
    private ExceptionDispatchInfo? _failure;

    // The cookies by which a browser's own writes are recognised are our middleware's.
    private SessionConsistency Consistency =>
        services.Options.Consistency == SessionConsistency.ReadYourWrites ? SessionConsistency.Strong : services.Options.Consistency;

    public bool IsAvailable
    {
        get
        {
            try
            {
                Loaded();
                return true;
            }
            catch (SessionStoreException)
            {
                // What this property reports; every other member throws it.
                return false;
            }
        }
    }

    public string Id => id;

    public IEnumerable<string> Keys => [.. Loaded().Fields.Names];

    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        if (_stored is not null)
        {
            return;
        }

        // A request waits once for a table that does not answer.
        _failure?.Throw();
        try
        {
            var loaded = isNewKey ? LoadedSession.None : await loader.LoadAsync([key], Consistency, default, cancellationToken);
            _stored = new StoredSession(services, loaded.Record) { Id = id, DefaultIdleTimeout = idleTimeout, ReplacesEnded = true };
        }
        catch (SessionStoreException exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        // Microsoft's middleware commits every request; one that had no session yet has nothing to extend.
        if (_stored is null && isNewKey)
        {
            return;
        }

        await LoadAsync(cancellationToken);
        await services.WithDeadlineAsync("commit", WriteAsync, cancellationToken);
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Loaded().Fields.TryGetBytes(key, out value);

    public bool TryGet<T>(string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value) => Loaded().Fields.TryGet(key, out value, typeInfo);

    public T Get<T>(SessionField<T> field) => Loaded().Fields.GetOrDefault(field.Name, field.CreateDefault, field.TypeInfo);

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Established().SetBytes(key, value);
    }

    public void Set<T>(string key, T value, JsonTypeInfo<T>? typeInfo) => Established().Set(key, value, typeInfo);

    public void Remove(string key) => Loaded().Fields.Remove(key);

    public void Clear() => Loaded().Fields.Clear();

    public void Increment(string key, decimal by) => Established().Increment(key, by);

    public void Append<T>(string key, T item, JsonTypeInfo<T>? typeInfo) => Established().Append(key, item, typeInfo);

    public Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("UpdateAsync commits at once, which a session under app.UseSession() does not: call app.UseDynamoSession() instead.");

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        if (await _stored!.CommitAsync(isLast: true, cancellationToken))
        {
            return true;
        }

        await _stored.TouchAsync(cancellationToken);
        return false;
    }

    private SessionFields Established()
    {
        var fields = Loaded().Fields;
        return tryEstablishSession()
            ? fields
            : throw new InvalidOperationException("The session cannot be established after the response has started.");
    }

    private StoredSession Loaded()
    {
        if (_stored is null)
        {
            // Microsoft's interface reads synchronously. Who calls LoadAsync first never comes here.
            LoadAsync().GetAwaiter().GetResult();
        }

        return _stored!;
    }
}
