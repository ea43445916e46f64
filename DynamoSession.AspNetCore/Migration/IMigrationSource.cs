using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>A kind of legacy sessions: how to read their cookie, and where their records are.</summary>
internal interface IMigrationSource
{
    /// <summary>Gets the name that is stored with a migrated session. Changing it would orphan stored sessions.</summary>
    string Name { get; }

    SessionMigrationOptions Options { get; }

    ILegacySessionStore Store { get; }

    /// <summary>Reads and verifies the request's legacy cookies, without any I/O. There is usually one, or none.</summary>
    IReadOnlyList<LegacyCookie> Read(HttpContext context);
}
