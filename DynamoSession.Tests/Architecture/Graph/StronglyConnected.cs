namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Tarjan's algorithm.</summary>
internal sealed class StronglyConnected
{
    private readonly IReadOnlyDictionary<string, IReadOnlyCollection<string>> _edges;
    private readonly Dictionary<string, int> _index = [];
    private readonly Dictionary<string, int> _lowest = [];
    private readonly Stack<string> _open = new();
    private readonly HashSet<string> _isOpen = [];
    private readonly List<IReadOnlySet<string>> _components = [];

    private StronglyConnected(IReadOnlyDictionary<string, IReadOnlyCollection<string>> edges) => _edges = edges;

    /// <summary>Returns every node in exactly one set; the nodes of a set reach each other.</summary>
    public static IReadOnlyList<IReadOnlySet<string>> ComponentsOf(IReadOnlyDictionary<string, IReadOnlyCollection<string>> edges)
    {
        var search = new StronglyConnected(edges);
        foreach (var node in edges.Keys.Where(node => !search._index.ContainsKey(node)))
        {
            search.Visit(node);
        }

        return search._components;
    }

    private void Visit(string node)
    {
        _index[node] = _lowest[node] = _index.Count;
        _open.Push(node);
        _isOpen.Add(node);
        foreach (var next in _edges[node])
        {
            if (!_index.TryGetValue(next, out var index))
            {
                Visit(next);
                _lowest[node] = Math.Min(_lowest[node], _lowest[next]);
            }
            else if (_isOpen.Contains(next))
            {
                _lowest[node] = Math.Min(_lowest[node], index);
            }
        }

        if (_lowest[node] == _index[node])
        {
            Close(node);
        }
    }

    private void Close(string node)
    {
        var component = new HashSet<string>();
        string member;
        do
        {
            member = _open.Pop();
            _isOpen.Remove(member);
            component.Add(member);
        }
        while (member != node);
        _components.Add(component);
    }
}
