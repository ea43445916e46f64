using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Distinguishes a change of an object from an encoding that is different every time.</summary>
internal static class UnstableValue
{
    /// <summary>Returns whether a value differs from an earlier one only where two successive encodings of it differ too.</summary>
    /// <param name="before">The earlier encoding.</param>
    /// <param name="first">The current encoding.</param>
    /// <param name="second">A second encoding of the current value.</param>
    public static bool DiffersOnlyWhereUnstable(SessionValue before, SessionValue first, SessionValue second)
    {
        if (first.ContentEquals(second))
        {
            return false;
        }

        using var was = ValueComparer.Parse(before.Utf8Json);
        using var once = ValueComparer.Parse(first.Utf8Json);
        using var again = ValueComparer.Parse(second.Utf8Json);
        return IsSame(was.RootElement, once.RootElement, again.RootElement);
    }

    private static bool IsSame(JsonElement before, JsonElement first, JsonElement second)
    {
        if (ValueComparer.ContentEquals(before, first))
        {
            return true;
        }

        var (was, once, again) = (ValueComparer.Content(before), ValueComparer.Content(first), ValueComparer.Content(second));
        if (!once.NameEquals(again.Name) || once.Name is not ("M" or "L"))
        {
            return !ValueComparer.ContentEquals(first, second);
        }

        // The structure is the same in both encodings, so a different one before means that the value has changed.
        return was.NameEquals(once.Name) && (once.Name == "M" ? IsSameMap(was.Value, once.Value, again.Value) : IsSameList(was.Value, once.Value, again.Value));
    }

    private static bool IsSameMap(JsonElement before, JsonElement first, JsonElement second)
    {
        var names = before.EnumerateObject().Concat(first.EnumerateObject()).Concat(second.EnumerateObject()).Select(member => member.Name).Distinct();
        return names.All(name =>
        {
            var was = before.TryGetProperty(name, out var earlier);
            var isOnce = first.TryGetProperty(name, out var once);
            var isAgain = second.TryGetProperty(name, out var again);

            // A member that is in only one of the two encodings is unstable; one that was added or removed since is a change.
            return isOnce != isAgain || (was == isOnce && (!was || IsSame(earlier, once, again)));
        });
    }

    private static bool IsSameList(JsonElement before, JsonElement first, JsonElement second)
    {
        var length = first.GetArrayLength();
        return length != second.GetArrayLength()
            || (length == before.GetArrayLength() && Enumerable.Range(0, length).All(index => IsSame(before[index], first[index], second[index])));
    }
}
