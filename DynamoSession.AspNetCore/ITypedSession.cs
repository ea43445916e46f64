using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore;

/// <summary>The typed methods that sessions have with both DynamoSession's and Microsoft's middleware.</summary>
internal interface ITypedSession
{
    bool TryGet<T>(string key, JsonTypeInfo<T>? typeInfo, [MaybeNullWhen(false)] out T value);

    T Get<T>(SessionField<T> field);

    void Set<T>(string key, T value, JsonTypeInfo<T>? typeInfo);

    void Increment(string key, decimal by);

    void Append<T>(string key, T item, JsonTypeInfo<T>? typeInfo);

    Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> update, CancellationToken cancellationToken);
}
