namespace DynamoSession.AspNetCore.Policies;

/// <summary>Features that an application's sessions don't support, each with the reason for the error message; null if supported.</summary>
internal sealed record SessionLimitations
{
    public static SessionLimitations None { get; } = new();

    /// <summary>Gets why a session can't be bound to a user.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets why a session can't have an absolute timeout.</summary>
    public string? AbsoluteTimeout { get; init; }

    /// <summary>Gets why it can't be set for a single session whether its cookie is kept.</summary>
    public string? IsPersistent { get; init; }

    /// <summary>Gets why a session can't keep the ticket of a sign-in.</summary>
    public string? Ticket { get; init; }

    /// <summary>Gets why a session can't have a description.</summary>
    public string? Description { get; init; }

    /// <summary>Gets why an endpoint can't use a session exclusively.</summary>
    public string? Exclusive { get; init; }

    /// <summary>Gets why the sessions can't be used with Microsoft's middleware.</summary>
    public string? MicrosoftMiddleware { get; init; }

    /// <exception cref="InvalidOperationException"><paramref name="reason"/> is not null.</exception>
    public static void ThrowIfAny(string? reason)
    {
        if (reason is not null)
        {
            throw new InvalidOperationException(reason);
        }
    }
}
