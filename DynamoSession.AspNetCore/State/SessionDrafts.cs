using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.State;

/// <summary>Starts the drafts of an application's sessions.</summary>
internal sealed class SessionDrafts(ISessionIdentity identity, IOptions<DynamoSessionOptions> options)
{
    private readonly SessionFieldCodec _codec = identity.CreateCodec(options.Value);

    /// <summary>Starts with a session that was loaded, or without one.</summary>
    public SessionDraft Of(LoadedSession loaded) => loaded.Secret is { } secret
        ? new(identity, _codec, loaded.Record) { DefaultIdleTimeout = options.Value.IdleTimeout, Lease = loaded.Lease, Secret = secret }
        : New();

    /// <summary>Starts a new session.</summary>
    public SessionDraft New() => new(identity, _codec, record: null) { DefaultIdleTimeout = options.Value.IdleTimeout };

    /// <summary>Starts with a session whose id is reused once it has ended.</summary>
    /// <param name="record">The session, if it lives.</param>
    /// <param name="id">Its id.</param>
    /// <param name="idleTimeout">How long it lives after it was last used.</param>
    public SessionDraft OfReusedId(SessionRecord? record, string id, TimeSpan idleTimeout) =>
        new(identity, _codec, record) { DefaultIdleTimeout = idleTimeout, Id = id, ReplacesEnded = true };
}
