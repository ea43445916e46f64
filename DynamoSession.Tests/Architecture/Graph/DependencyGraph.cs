namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>A dependency graph: named nodes, and for each edge one reason that a reader can look up.</summary>
internal sealed class DependencyGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Nodes => _uses.Keys;

    public IEnumerable<Dependency> Edges => _uses.SelectMany(from => from.Value.Select(to => new Dependency(from.Key, to.Key, to.Value)));

    public void Add(string node)
    {
        if (!_uses.ContainsKey(node))
        {
            _uses.Add(node, new SortedDictionary<string, string>(StringComparer.Ordinal));
        }
    }

    /// <summary>Adds an edge, unless it is there already or leads from a node to itself.</summary>
    public void Add(string from, string to, string reason)
    {
        Add(from);
        Add(to);
        if (from != to)
        {
            _ = _uses[from].TryAdd(to, reason);
        }
    }

    /// <summary>Returns the graph of groups: a node becomes its group, an edge one between groups.</summary>
    public DependencyGraph GroupBy(Func<string, string> groupOf)
    {
        var groups = new DependencyGraph();
        foreach (var node in Nodes)
        {
            groups.Add(groupOf(node));
        }

        foreach (var (from, to, reason) in Edges)
        {
            groups.Add(groupOf(from), groupOf(to), groupOf(from) == from ? reason : $"{from}: {reason}");
        }

        return groups;
    }

    /// <summary>Returns the circles: for each set of nodes that all reach each other, its members and their shortest ways around.</summary>
    public IReadOnlyList<Circle> FindCircles() =>
    [
        .. StronglyConnected.ComponentsOf(_uses.ToDictionary(node => node.Key, IReadOnlyCollection<string> (node) => node.Value.Keys))
            .Where(members => members.Count > 1)
            .OrderBy(members => members.Min(StringComparer.Ordinal), StringComparer.Ordinal)
            .Select(members => new Circle(
                [.. members.Order(StringComparer.Ordinal)],
                members.ToDictionary(member => member, IReadOnlyList<Dependency> (member) => WayBackTo(member, members)))),
    ];

    private List<Dependency> WayBackTo(string start, IReadOnlySet<string> members)
    {
        var cameFrom = new Dictionary<string, string>();
        var queue = new Queue<string>([start]);
        while (!cameFrom.ContainsKey(start))
        {
            var node = queue.Dequeue();
            foreach (var next in _uses[node].Keys.Where(members.Contains))
            {
                if (cameFrom.TryAdd(next, node))
                {
                    queue.Enqueue(next);
                }
            }
        }

        var way = new List<Dependency>();
        var at = start;
        do
        {
            var from = cameFrom[at];
            way.Insert(0, new Dependency(from, at, _uses[from][at]));
            at = from;
        }
        while (at != start);
        return way;
    }
}
