using DynamoSession.Core.Migration;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>
/// How sessions are shared with a live express-session application. Validated when the application starts. The cookie's attributes are
/// set in <see cref="DynamoSessionOptions.Cookie"/>; use the same as Express.
/// </summary>
public sealed class ExpressSharingOptions
{
    /// <summary>Gets or sets the secrets of express-session. The first one signs the cookie; any of them may have signed it.</summary>
    /// <value>There is no default. At least one secret is required, and they must be the same and in the same order as in Express.</value>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>Gets or sets the exact name of the cookie.</summary>
    /// <value>The default is <c>connect.sid</c>.</value>
    public string CookieName { get; set; } = "connect.sid";

    /// <summary>Gets or sets the store that Express uses.</summary>
    /// <value>There is no default: <see cref="ExpressFormat.PwrDrvr"/> or <see cref="ExpressFormat.ConnectDynamoDb"/>.</value>
    public ExpressFormat Format { get; set; }

    /// <summary>Gets where the records are.</summary>
    /// <value>The default is the application's own session table, with the key of the store.</value>
    public LegacyTableOptions Table { get; } = new();
}
