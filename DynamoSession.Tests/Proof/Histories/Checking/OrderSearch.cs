using System.Collections;

namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>
/// Searches for an order in which an ideal store could have handled the operations: each at one moment between its start and end,
/// those with an unknown outcome at any later moment or never. Depth first; each combination of done operations and state is visited once.
/// </summary>
internal sealed class OrderSearch
{
    private const int MaxSteps = 200_000;

    private readonly Operation[] _operations;
    private readonly BitArray _done;
    private readonly HashSet<string> _visited = [];
    private int _certainLeft;
    private int _steps;

    private OrderSearch(IEnumerable<Operation> operations)
    {
        _operations = [.. operations.OrderBy(operation => operation.Start)];
        _done = new BitArray(_operations.Length);
        _certainLeft = _operations.Count(operation => operation.IsCertain);
    }

    /// <returns>Whether there is such an order; null if the search takes too long.</returns>
    public static bool? Exists(IEnumerable<Operation> operations)
    {
        var search = new OrderSearch(operations);
        var exists = search.Continue(Sessions.None);
        return exists || search._steps <= MaxSteps ? exists : null;
    }

    private bool Continue(Sessions sessions)
    {
        if (_certainLeft == 0)
        {
            return true;
        }

        if (++_steps > MaxSteps || !_visited.Add($"{Done()}{sessions}"))
        {
            return false;
        }

        var candidates = Candidates();

        // An observation that fits can be taken now: it changes nothing, and waiting cannot make it fit better.
        foreach (var index in candidates)
        {
            if (_operations[index] is { IsObservation: true } observation && observation.Apply(sessions) is not null)
            {
                return Take(index, sessions);
            }
        }

        foreach (var index in candidates)
        {
            if (_operations[index] is { IsObservation: false } operation && operation.Apply(sessions) is { } after && Take(index, after))
            {
                return true;
            }
        }

        return false;
    }

    private bool Take(int index, Sessions after)
    {
        var certain = _operations[index].IsCertain ? 1 : 0;
        _done[index] = true;
        _certainLeft -= certain;
        if (Continue(after))
        {
            return true;
        }

        _done[index] = false;
        _certainLeft += certain;
        return false;
    }

    /// <summary>Returns the operations that may be next: those that started before any remaining operation had ended.</summary>
    private List<int> Candidates()
    {
        var candidates = new List<int>();
        var end = long.MaxValue;
        for (var index = 0; index < _operations.Length && _operations[index].Start <= end; index++)
        {
            if (!_done[index])
            {
                candidates.Add(index);
                end = _operations[index].IsCertain ? Math.Min(end, _operations[index].End) : end;
            }
        }

        return candidates;
    }

    private string Done()
    {
        Span<char> text = stackalloc char[_operations.Length];
        for (var index = 0; index < text.Length; index++)
        {
            text[index] = _done[index] ? '1' : '0';
        }

        return new string(text);
    }
}
