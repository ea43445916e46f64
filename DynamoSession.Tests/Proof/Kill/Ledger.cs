using System.Globalization;

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

            if (word == "in-doubt")
            {
                line.InDoubt++;
                return;
            }

            line.Acknowledged.Add(commit);
            var child = commit.Split('.')[0];
            line.Workers.Add(child);
            line.Children.Add(child);
            _byLane[commit.Split('.')[1]] = line;
            if (cookie is not null)
            {
                line.Cookies.Add(cookie);
            }
        }
    }

    /// <summary>A child goes on with the line that each lane is at, and may be killed before it has told anything.</summary>
    public void HandTo(int child)
    {
        lock (_lock)
        {
            foreach (var line in _byLane.Values)
            {
                line.Children.Add(child.ToString(CultureInfo.InvariantCulture));
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

        /// <summary>Gets the number of commits whose outcome no answer has told.</summary>
        public int InDoubt { get; set; }

        /// <summary>Gets the numbers of the children that had it, all of which were killed in the end.</summary>
        public HashSet<string> Children { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets the numbers of those that have told of a commit to it.</summary>
        public HashSet<string> Workers { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets the cookies that left the child, in their order.</summary>
        public List<string> Cookies { get; } = [];
    }
}
