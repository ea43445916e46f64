using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DynamoSession.Tests.Support.Leaks;

/// <summary>A logger at the lowest level that shows everything to <see cref="LeakWatch"/>, and collects the messages of our own.</summary>
/// <remarks>
/// A collector alone is not enough: it keeps everything that it passes on, and at this level an application logs a lot.
/// </remarks>
internal sealed class WatchedLogs : ILoggerProvider, ISupportExternalScope
{
    private const string OwnCategory = "DynamoSession";

    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>Gets the messages of the category DynamoSession.</summary>
    public FakeLogCollector Own { get; } = new();

    public ILogger CreateLogger(string categoryName) => new WatchedLogger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class WatchedLogger(WatchedLogs logs, string category) : ILogger
    {
        private readonly FakeLogger? _own = category == OwnCategory ? new(logs.Own, category) : null;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            LeakWatch.Look(message, category);
            LeakWatch.Look(exception?.ToString(), category);
            LookAtState(state);
            logs._scopes.ForEachScope((scope, watched) => watched.LookAtState(scope), this);
            _own?.Log(logLevel, eventId, state, exception, formatter);
        }

        private void LookAtState(object? state)
        {
            LeakWatch.Look(state?.ToString(), category);
            if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
            {
                foreach (var (_, value) in pairs)
                {
                    LeakWatch.Look(value?.ToString(), category);
                }
            }
        }
    }
}
