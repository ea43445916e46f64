using DynamoSession.Core.Migration;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>
/// How sessions are shared with a live application with express-session. Checked when the application starts. The cookie's attributes
/// are <see cref="DynamoSessionOptions.Cookie"/>; let them be those of Express.
/// </summary>
public sealed class ExpressSharingOptions
{
    /// <summary>Gets or sets the secrets of express-session: the first signs the cookie, each may have signed it.</summary>
    /// <value>There is no default; at least one, the same and in the same order as Express has them.</value>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>Gets or sets the exact name of the cookie.</summary>
    /// <value>The default is <c>connect.sid</c>.</value>
    public string CookieName { get; set; } = "connect.sid";

    /// <summary>Gets or sets the store that Express uses.</summary>
    /// <value>There is no default: <see cref="ExpressFormat.PwrDrvr"/> or <see cref="ExpressFormat.ConnectDynamoDb"/>.</value>
    public ExpressFormat Format { get; set; }

    /// <summary>Gets where the records are.</summary>
    /// <value>The default is the application's own session table, with the store's own key.</value>
    public LegacyTableOptions Table { get; } = new();
}
