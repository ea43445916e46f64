using System.Text.Json.Serialization.Metadata;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Support;

/// <summary>A request's session, as an endpoint uses it.</summary>
internal sealed class SessionTarget(ISession session) : IValueGridTarget
{
    public void Set<T>(string name, T value, JsonTypeInfo<T>? typeInfo = null)
    {
        if (typeInfo is null)
        {
            session.Set(name, value);
        }
        else
        {
            session.Set(new SessionField<T>(name, typeInfo: typeInfo), value);
        }
    }

    public T? Get<T>(string name, JsonTypeInfo<T>? typeInfo = null) =>
        typeInfo is null ? session.Get<T>(name) : session.Get(new SessionField<T>(name, typeInfo: typeInfo));

    public void SetBytes(string name, byte[] value) => session.Set(name, value);

    public byte[]? GetBytes(string name) => session.TryGetValue(name, out var value) ? value : null;
}
