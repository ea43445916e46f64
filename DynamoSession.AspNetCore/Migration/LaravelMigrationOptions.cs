using DynamoSession.Core.Migration;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>How sessions of Laravel are migrated. Validated when the application starts.</summary>
public sealed class LaravelMigrationOptions : SessionMigrationOptions
{
    /// <summary>Sets the default cookie names of Laravel: <c>laravel_session</c> and, in newer applications, <c>laravel-session</c>.</summary>
    public LaravelMigrationOptions()
        : base("laravel_session", "laravel-session")
    {
    }

    /// <summary>Gets or sets the Laravel application: its key, its table, and how its sessions are stored.</summary>
    public LaravelSessionOptions Application { get; set; } = new();
}
