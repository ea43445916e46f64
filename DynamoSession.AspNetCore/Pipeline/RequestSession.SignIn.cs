using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Pipeline;

// The user, and what a sign-in and a sign-out do.
internal sealed partial class RequestSession
{
    public string? UserId
    {
        get => Using().Properties.UserId;
        set
        {
            SessionRules.ThrowIfInvalidUserId(value);
            if (value is not null)
            {
                SessionLimitations.ThrowIfAny(limitations.UserId);
            }

            var draft = Establishing();

            // What was bound before stays as old as it is: a session that has been revoked must not go on by signing in its own user again.
            var since = value is null ? null : draft.Record is { } stored && stored.UserId == value ? stored.UserSince : expiry.UniqueNow;
            draft.Set(properties => properties with { UserId = value, UserSince = since, BindsUser = value is not null });
        }
    }

    /// <summary>Sets the ticket of the user's sign-in.</summary>
    public void SetTicket(ReadOnlyMemory<byte> ticket)
    {
        SessionLimitations.ThrowIfAny(limitations.Ticket);
        Establishing().Set(properties => properties with { Ticket = ticket });
    }

    /// <summary>Removes the ticket, if the session has one and can be written.</summary>
    public void RemoveTicket()
    {
        if (IsWritable && state.Draft.Properties.Ticket is not null)
        {
            state.Draft.Set(properties => properties with { Ticket = null });
        }
    }

    /// <summary>Commits what is marked, and discards it if the user has too many sessions, so that the request can go on without it.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public async Task CommitSignInAsync()
    {
        try
        {
            await CommitAsync();
        }
        catch (SessionLimitException)
        {
            await commit.DiscardAsync();
            throw;
        }
    }

    public void RenewId()
    {
        NoteUse();
        ThrowIfUnwritable();
        if (response.HasStarted)
        {
            throw new InvalidOperationException("The session's id cannot be renewed after the response has started, because the new cookie can no longer be sent.");
        }

        state.RenewId();
    }

    public void Destroy()
    {
        NoteUse();
        ThrowIfUnwritable();
        state.Destroy();
    }
}
