using DynamoSession.Core.Migration;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>One kind of sessions that people come with: how their cookie is read, and where their records are.</summary>
internal interface IMigrationSource
{
    /// <summary>Gets the name that is stored with a migrated session. Changing it strands sessions.</summary>
    string Name { get; }

    SessionMigrationOptions Options { get; }

    ILegacySessionStore Store { get; }

    /// <summary>Reads and verifies the request's old cookie; makes no call.</summary>
    LegacyCookie Read(HttpContext context);
}
