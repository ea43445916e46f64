using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Pipeline;

// The fields.
internal sealed partial class RequestSession
{
    // A copy, so that fields can be removed in a loop over it.
    public IEnumerable<string> Keys => [.. Reading().Names];

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Reading().TryGetBytes(key, out value);

    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value) => Reading().TryGet(key, out value);

    public bool TryGet<T>(string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value) => Reading().TryGet(key, out value, typeInfo);

    public T? Get<T>(string key) => Reading().TryGet<T>(key, out var value) ? value : default;

    public T Get<T>(SessionField<T> field) => Reading().GetOrDefault(field.Name, field.CreateDefault, field.TypeInfo);

    public void Set<T>(string key, T value) => Writing().Set(key, value);

    public void Set<T>(string key, T value, JsonTypeInfo<T>? typeInfo) => Writing().Set(key, value, typeInfo);

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Writing().SetBytes(key, value);
    }

    public void Remove(string key)
    {
        // Removing an absent field writes nothing; TempData does this on every page.
        if (Reading().Contains(key))
        {
            ThrowIfUnwritable();
            state.Draft.Fields.Remove(key);
        }
    }

    public void Clear()
    {
        var fields = Reading();
        ThrowIfUnwritable();
        fields.Clear();
    }

    public void Increment(string key, long by = 1) => Writing().Increment(key, by);

    public void Increment(string key, decimal by) => Writing().Increment(key, by);

    public void Append<T>(string key, T item) => Writing().Append(key, item);

    public void Append<T>(string key, T item, JsonTypeInfo<T>? typeInfo) => Writing().Append(key, item, typeInfo);

    public async Task<T> UpdateAsync<T>(string key, Func<T?, T> update, CancellationToken cancellationToken = default) =>
        await UpdateAsync(new SessionField<T>(key), update, cancellationToken);

    public async Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);

        Writing();
        return await commit.UpdateAsync(field, update, cancellationToken);
    }

    private SessionFields Reading() => Using().Fields;

    private SessionFields Writing() => Establishing().Fields;
}
