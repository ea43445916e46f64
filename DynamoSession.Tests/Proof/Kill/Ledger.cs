using System.Globalization;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>What the children reported, by lineage.</summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lineage> _lineages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Lineage> _currentByLane = new(StringComparer.Ordinal);

    public void Record(string outcome, string commit, string lineageName, string? cookie)
    {
        lock (_lock)
        {
            var lineage = _lineages.TryGetValue(lineageName, out var known) ? known : _lineages[lineageName] = new Lineage(lineageName);
            if (outcome == "no")
            {
                lineage.Refused.Add(commit);
                return;
            }

            if (outcome == "in-doubt")
            {
                lineage.InDoubt++;
                return;
            }

            lineage.Acknowledged.Add(commit);
            var child = commit.Split('.')[0];
            lineage.Workers.Add(child);
            lineage.Children.Add(child);
            _currentByLane[commit.Split('.')[1]] = lineage;
            if (cookie is not null)
            {
                lineage.Cookies.Add(cookie);
            }
        }
    }

    /// <summary>Notes that a child continues the current lineage of each lane: it may be killed before it reports anything.</summary>
    public void HandOverTo(int child)
    {
        lock (_lock)
        {
            foreach (var lineage in _currentByLane.Values)
            {
                lineage.Children.Add(child.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Returns the lineages so far. Call it while no child is running.</summary>
    public IReadOnlyList<Lineage> Lineages()
    {
        lock (_lock)
        {
            return [.. _lineages.Values];
        }
    }

    /// <summary>Returns the current lineage of each lane.</summary>
    public IReadOnlyList<Lineage> Current()
    {
        lock (_lock)
        {
            return [.. _currentByLane.Values];
        }
    }

    /// <summary>One session, under the ids that it has had one after another.</summary>
    internal sealed class Lineage(string name)
    {
        public string Name { get; } = name;

        public List<string> Acknowledged { get; } = [];

        public List<string> Refused { get; } = [];

        /// <summary>Gets or sets the number of commits whose outcome is unknown.</summary>
        public int InDoubt { get; set; }

        /// <summary>Gets the numbers of the children that continued it, each of which was killed in the end.</summary>
        public HashSet<string> Children { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets the numbers of the children that reported a commit to it.</summary>
        public HashSet<string> Workers { get; } = new(StringComparer.Ordinal);

        /// <summary>Gets the cookies that the children reported, in order.</summary>
        public List<string> Cookies { get; } = [];
    }
}
