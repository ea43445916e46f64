using System.Globalization;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Testing.Comparison;

/// <summary>Collects the differences between a session and the expected one. Values are shown, because they are test data.</summary>
internal sealed class DifferenceBuilder
{
    private readonly List<string> _lines = [];

    public static string Describe(SessionChange? change) => change switch
    {
        null => "left alone",
        { Kind: SessionChangeKind.Set } => $"set to {PlainValue.Show(change.Value!)}",
        { Kind: SessionChangeKind.Increment } => string.Create(CultureInfo.InvariantCulture, $"incremented by {PlainValue.Number(change.Value!)}"),
        { Kind: SessionChangeKind.Append } => $"appended {PlainValue.Show(change.Value!)}",
        _ => "removed",
    };

    /// <summary>Compares the changes of the fields.</summary>
    public DifferenceBuilder Add(SessionChanges expected, SessionChanges actual)
    {
        Add("Clear()", Called(expected.ClearsAll), Called(actual.ClearsAll));
        foreach (var name in expected.Fields.Keys.Union(actual.Fields.Keys).Order(StringComparer.Ordinal))
        {
            var (wanted, seen) = (expected.Fields.GetValueOrDefault(name), actual.Fields.GetValueOrDefault(name));
            if (wanted is null || seen is null || wanted.Kind != seen.Kind || wanted.Value?.ContentEquals(seen.Value!) == false)
            {
                AddLine(name, Describe(wanted), Describe(seen));
            }
        }

        return this;
    }

    /// <summary>Compares the fields.</summary>
    public DifferenceBuilder Add(IReadOnlyDictionary<string, SessionValue> expected, IReadOnlyDictionary<string, SessionValue> actual)
    {
        foreach (var name in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            var (wanted, seen) = (expected.GetValueOrDefault(name), actual.GetValueOrDefault(name));
            if (wanted is null || seen is null || !wanted.ContentEquals(seen))
            {
                AddLine(name, wanted is null ? "absent" : PlainValue.Show(wanted), seen is null ? "absent" : PlainValue.Show(seen));
            }
        }

        return this;
    }

    /// <summary>Compares another property.</summary>
    public DifferenceBuilder Add(string name, string? expected, string? actual)
    {
        if (expected != actual)
        {
            AddLine(name, expected ?? "none", actual ?? "none");
        }

        return this;
    }

    public static string Called(bool wasCalled) => wasCalled ? "called" : "not called";

    /// <summary>Returns the differences under a title; null if there are none.</summary>
    public SessionDifference? Under(string title) =>
        _lines.Count == 0 ? null : new SessionDifference(string.Join(Environment.NewLine, [title, .. _lines]));

    private void AddLine(string name, string expected, string actual) => _lines.Add($"  {name}: expected {expected}, was {actual}");
}
