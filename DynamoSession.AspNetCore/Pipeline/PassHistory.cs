using DynamoSession.AspNetCore.Pipeline.Gate;
using DynamoSession.AspNetCore.State;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// What earlier passes of the same request have done. Error pages re-execute the pipeline: the second pass must use the session that
/// the first has created, not the request's cookie, and must not wait again for a table that didn't respond.
/// </summary>
internal sealed class PassHistory
{
    private readonly HttpContext _context;

    private PassHistory(HttpContext context) => _context = context;

    /// <summary>Gets the callbacks for the response's start that have not run yet.</summary>
    public StartingCallbacks Callbacks { get; } = new();

    /// <summary>Gets whether this is not the first pass, so that an earlier one may have written.</summary>
    public bool IsLaterPass { get; private set; }

    /// <summary>Gets or sets whether the table failed in an earlier pass.</summary>
    public bool StoreFailed { get; set; }

    /// <summary>Gets or sets the result of an earlier pass in which the request's cookies led to no session; null if there was no such pass.</summary>
    public LoadedSession? NothingFound { get; set; }

    /// <summary>Gets or sets the session that was loaded before the middleware ran, so that it need not be loaded again; null if none was.</summary>
    public LoadedSession? Preloaded { get; set; }

    /// <summary>Gets the secrets to use instead of the cookie's; null while the cookie is valid.</summary>
    public IReadOnlyList<string>? Secrets { get; private set; }

    public static PassHistory Of(HttpContext context)
    {
        // The parts of a batch have contexts of their own, with copies of the features.
        if (context.Features.Get<PassHistory>() is { } history && ReferenceEquals(history._context, context))
        {
            history.IsLaterPass = true;
            return history;
        }

        history = new PassHistory(context);
        context.Features.Set(history);
        return history;
    }

    /// <summary>Replaces the request's cookie by a new secret, or by none.</summary>
    public void ReplaceCookie(string? secret)
    {
        Secrets = secret is null ? [] : [secret];
        Preloaded = null;
    }
}
