namespace DynamoSession.AspNetCore.Inspector;

/// <summary>A request, and what it has done with its session. Its calls may run in parallel.</summary>
internal sealed class InspectedRequest(string method, string path, DateTimeOffset at)
{
    private readonly Lock _lock = new();
    private readonly List<InspectedStep> _steps = [];
    private readonly List<InspectedCall> _calls = [];

    public string Method => method;

    public string Path => path;

    public DateTimeOffset At => at;

    /// <summary>Gets or sets the response's status; null while the request runs.</summary>
    public int? Status { get; set; }

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

    public void Add(InspectedStep step)
    {
        lock (_lock)
        {
            _steps.Add(step);
        }
    }

    public void Add(InspectedCall call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }
}
