using DynamoSession.AspNetCore.Identity;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.State;

/// <summary>Creates the drafts of sessions.</summary>
internal sealed class SessionDrafts(ISessionIdentity identity, IOptions<DynamoSessionOptions> options)
{
    private readonly SessionFieldCodec _codec = identity.CreateCodec(options.Value);

    /// <summary>Creates the draft of a loaded session, or of a new one if none was loaded.</summary>
    public SessionDraft Of(LoadedSession loaded) => loaded.Secret is { } secret
        ? new(identity, _codec, loaded.Record) { DefaultIdleTimeout = options.Value.IdleTimeout, Lease = loaded.Lease, Secret = secret }
        : New();

    /// <summary>Creates the draft of a new session.</summary>
    public SessionDraft New() => new(identity, _codec, record: null) { DefaultIdleTimeout = options.Value.IdleTimeout };

    /// <summary>Creates the draft of a session whose id is reused after it has ended.</summary>
    /// <param name="record">The session, if it is live.</param>
    /// <param name="id">Its id.</param>
    /// <param name="idleTimeout">How long the session lives after its last use.</param>
    public SessionDraft OfReusedId(SessionRecord? record, string id, TimeSpan idleTimeout) =>
        new(identity, _codec, record) { DefaultIdleTimeout = idleTimeout, Id = id, ReplacesEnded = true };
}
