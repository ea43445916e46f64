using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>A request, and what it has done with its session. Its calls may run in parallel.</summary>
internal sealed class InspectedRequest(HttpContext context, DateTimeOffset at)
{
    // What a request starts in the background may go on for as long as the process, and carries the request along.
    private const int MaxEntries = 100;

    private readonly Lock _lock = new();
    private readonly List<InspectedStep> _steps = [];
    private readonly List<InspectedCall> _calls = [];
    private HttpContext? _context = context;

    public string Method { get; } = context.Request.Method;

    public string Path { get; } = context.Request.Path;

    public DateTimeOffset At => at;

    /// <summary>Gets the response's status; null while the request runs.</summary>
    public int? Status { get; private set; }

    public IReadOnlyList<InspectedStep> Steps
    {
        get
        {
            lock (_lock)
            {
                return [.. _steps];
            }
        }
    }

    public IReadOnlyList<InspectedCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Adds a step.</summary>
    /// <returns>Whether it is the first thing that the request has done, so that the request is to be kept.</returns>
    public bool Add(InspectedStep step) => Add(_steps, step);

    /// <summary>Adds a call.</summary>
    /// <returns>Whether it is the first thing that the request has done, so that the request is to be kept.</returns>
    public bool Add(InspectedCall call) => Add(_calls, call);

    /// <summary>Ends the request. Nothing is added any more.</summary>
    public void End(int status)
    {
        lock (_lock)
        {
            Status = status;
            _context = null;
        }
    }

    private bool Add<T>(List<T> entries, T entry)
    {
        lock (_lock)
        {
            if (_context is null || entries.Count == MaxEntries || _context.GetEndpoint()?.Metadata.GetMetadata<InspectorEndpoint>() is not null)
            {
                return false;
            }

            entries.Add(entry);
            return _steps.Count + _calls.Count == 1;
        }
    }
}
