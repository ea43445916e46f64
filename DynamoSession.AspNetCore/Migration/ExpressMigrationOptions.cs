using DynamoSession.Core.Migration;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>How sessions of Express (express-session with a DynamoDB store) are migrated. Validated when the application starts.</summary>
public sealed class ExpressMigrationOptions : SessionMigrationOptions
{
    /// <summary>Sets the defaults: the cookie <c>connect.sid</c>, and records in the application's own session table whose format is detected.</summary>
    public ExpressMigrationOptions()
        : base("connect.sid")
    {
    }

    /// <summary>Gets or sets the secrets of express-session, newest first. Any of them may have signed the cookie.</summary>
    /// <value>There is no default. At least one secret is required.</value>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>Gets or sets the store that has written the records.</summary>
    /// <value>The default, <see cref="ExpressFormat.Automatic"/>, tries the keys of all stores. Set the store to save those reads.</value>
    public ExpressFormat Format { get; set; }

    /// <summary>Gets where the records are.</summary>
    /// <value>The default is the application's own session table, with the key of the store.</value>
    public LegacyTableOptions Table { get; } = new();
}
