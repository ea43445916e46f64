namespace DynamoSession.AspNetCore.Policies;

/// <summary>What an application's sessions cannot do, each with the reason to tell who tries; null where they can.</summary>
internal sealed record SessionLimitations
{
    public static SessionLimitations None { get; } = new();

    /// <summary>Gets why a session cannot be bound to a user.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets why an endpoint cannot ask for a session for itself alone.</summary>
    public string? Exclusive { get; init; }

    /// <summary>Gets why the sessions cannot be used under Microsoft's middleware.</summary>
    public string? MicrosoftMiddleware { get; init; }

    /// <exception cref="InvalidOperationException">There is a reason.</exception>
    public static void ThrowIfAny(string? reason)
    {
        if (reason is not null)
        {
            throw new InvalidOperationException(reason);
        }
    }
}
