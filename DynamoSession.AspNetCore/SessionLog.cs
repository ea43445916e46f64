using DynamoSession.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace DynamoSession.AspNetCore;

/// <summary>Where this package logs, and how it names a session there.</summary>
internal sealed class SessionLog(ILoggerFactory loggers, ISessionIdentity identity)
{
    public ILogger Logger { get; } = loggers.CreateLogger(Log.Category);

    /// <summary>Gets what makes a tag of a session's id.</summary>
    public ISessionIdentity Identity { get; } = identity;
}
