using DynamoSession.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace DynamoSession.AspNetCore;

/// <summary>The package's logger, and what it needs to name sessions.</summary>
internal sealed class SessionLog(ILoggerFactory loggers, ISessionIdentity identity)
{
    public ILogger Logger { get; } = loggers.CreateLogger(Log.Category);

    /// <summary>Gets the identity from which a <see cref="SessionTag"/> is made.</summary>
    public ISessionIdentity Identity { get; } = identity;
}
