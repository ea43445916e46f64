using DynamoSession.AspNetCore.Pipeline.Gate;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// What earlier passes of the same request have done. Error pages re-execute the pipeline: the second pass must use the session
/// that the first has created, not the request's cookie, and must not wait once more for a table that did not answer.
/// </summary>
internal sealed class PassHistory
{
    private PassHistory()
    {
    }

    /// <summary>Gets the callbacks for the response's start that no pass has run yet.</summary>
    public StartingCallbacks Callbacks { get; } = new();

    /// <summary>Gets whether this is not the first pass, so that an earlier one may have written.</summary>
    public bool IsLaterPass { get; private set; }

    /// <summary>Gets or sets whether the table failed an earlier pass.</summary>
    public bool StoreFailed { get; set; }

    /// <summary>Gets the secrets to look for instead of the cookie's; null while the cookie still counts.</summary>
    public IReadOnlyList<string>? Secrets { get; private set; }

    public static PassHistory Of(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(PassHistory), out var item) && item is PassHistory history)
        {
            history.IsLaterPass = true;
            return history;
        }

        history = new PassHistory();
        context.Items[typeof(PassHistory)] = history;
        return history;
    }

    /// <summary>The browser gets another cookie, or none.</summary>
    public void ReplaceCookie(string? secret) => Secrets = secret is null ? [] : [secret];
}
