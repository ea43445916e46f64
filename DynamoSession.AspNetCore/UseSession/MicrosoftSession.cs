using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.UseSession;

/// <summary>A session for Microsoft's session middleware: loaded on first use, committed by the middleware after the response.</summary>
internal sealed class MicrosoftSession(
    MicrosoftSessionServices services,
    string key,
    string id,
    TimeSpan idleTimeout,
    Func<bool> tryEstablishSession,
    bool isNewKey) : ISession, ITypedSession
{
    // For Microsoft's middleware there is one commit, at the end, and it sends its own cookie.
    private static readonly CommitTerms Terms = new(CommitMoment.BeforeResponse, MayStoreCookie: true);

    private SessionDraft? _draft;
    private SessionCommitter? _committer;
    private ExceptionDispatchInfo? _failure;

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
                // IsAvailable reports the failure; every other member throws it.
                return false;
            }
        }
    }

    public string Id => id;

    public IEnumerable<string> Keys => [.. Loaded().Fields.Names];

    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        if (_draft is not null)
        {
            return;
        }

        // A request waits only once for a table that doesn't respond, or that fails in its own way.
        _failure?.Throw();
        try
        {
            var loaded = isNewKey ? LoadedSession.None : await services.LoadAsync(key, cancellationToken);
            (_draft, _committer) = services.Start(loaded, id, idleTimeout);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        // Microsoft's middleware commits every request; a new session that was not used has nothing to commit.
        if (_draft is null && isNewKey)
        {
            return;
        }

        await LoadAsync(cancellationToken);
        await _committer!.CommitAsync(Terms, cancellationToken);
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
        throw new InvalidOperationException("UpdateAsync commits immediately, which app.UseSession() does not support. Call app.UseDynamoSession() instead.");

    private SessionFields Established()
    {
        var fields = Loaded().Fields;
        return tryEstablishSession()
            ? fields
            : throw new InvalidOperationException("The session cannot be established after the response has started.");
    }

    private SessionDraft Loaded()
    {
        if (_draft is null)
        {
            // Microsoft's interface reads synchronously. An application that calls LoadAsync first never gets here.
            LoadAsync().GetAwaiter().GetResult();
        }

        return _draft!;
    }
}
