using DynamoSession.Core;

namespace DynamoSession.AspNetCore;

/// <summary>
/// The session policy of an endpoint: on a controller, an action, the model class of a Razor page (the framework ignores attributes on
/// its handler methods) or a minimal API handler. For each setting, the most specific value that is not <c>Default</c> wins.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SessionPolicyAttribute : Attribute
{
    /// <summary>Sets the session policy of an endpoint.</summary>
    /// <param name="access">How the session is used.</param>
    public SessionPolicyAttribute(SessionAccess access = SessionAccess.Default) => Access = access;

    /// <summary>Gets how the session is used.</summary>
    public SessionAccess Access { get; }

    /// <summary>Gets or sets how up to date the loaded session has to be.</summary>
    /// <value>The default is the application's <see cref="DynamoSessionOptions.Consistency"/>.</value>
    public SessionConsistency Consistency { get; set; }

    /// <summary>Gets or sets what happens when several requests change the session at the same time.</summary>
    /// <value>The default is <see cref="SessionConcurrency.Merge"/>.</value>
    public SessionConcurrency Concurrency { get; set; }
}
