using DynamoSession.Core.Migration;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>How sessions of Express (express-session with a DynamoDB store) are migrated. Checked when the application starts.</summary>
public sealed class ExpressMigrationOptions : SessionMigrationOptions
{
    /// <summary>The cookie is <c>connect.sid</c>, the record is recognised by itself, in the application's own session table.</summary>
    public ExpressMigrationOptions()
        : base("connect.sid")
    {
    }

    /// <summary>Gets or sets the secrets of express-session, newest first; each may have signed the cookie.</summary>
    /// <value>There is no default; at least one.</value>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>Gets or sets which store has written the records.</summary>
    /// <value>The default, <see cref="ExpressFormat.Automatic"/>, tries the keys of all of them: name the store to save those reads.</value>
    public ExpressFormat Format { get; set; }

    /// <summary>Gets where the records are.</summary>
    /// <value>The default is the application's own session table, with the store's own key.</value>
    public LegacyTableOptions Table { get; } = new();
}
