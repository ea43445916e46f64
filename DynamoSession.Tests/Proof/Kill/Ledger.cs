namespace DynamoSession.Tests.Proof.Kill;

/// <summary>What children have told, by line.</summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Line> _byLane = new(StringComparer.Ordinal);

    public void Take(string word, string commit, string lineName, string? cookie)
    {
        lock (_lock)
        {
            var line = _lines.TryGetValue(lineName, out var known) ? known : _lines[lineName] = new Line(lineName);
            if (word == "no")
            {
                line.Refused.Add(commit);
                return;
            }

            line.Acknowledged.Add(commit);
            line.Workers.Add(commit.Split('.')[0]);
            _byLane[commit.Split('.')[1]] = line;
            if (cookie is not null)
            {
                line.Cookies.Add(cookie);
            }
        }
    }

    /// <summary>Returns the lines so far. None may be added meanwhile.</summary>
    public IReadOnlyList<Line> Lines()
    {
        lock (_lock)
        {
            return [.. _lines.Values];
        }
    }

    /// <summary>Returns the line that each lane is at.</summary>
    public IReadOnlyList<Line> Current()
    {
        lock (_lock)
        {
            return [.. _byLane.Values];
        }
    }

    /// <summary>A session, under one id after the other.</summary>
    internal sealed class Line(string name)
    {
        public string Name { get; } = name;

        public List<string> Acknowledged { get; } = [];

        public List<string> Refused { get; } = [];

        /// <summary>Gets the numbers of the children that have worked on it, all of which were killed in the end.</summary>
        public HashSet<string> Workers { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets the cookies that left the child, in their order.</summary>
        public List<string> Cookies { get; } = [];
    }
}
