using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Tells a change of an object from an encoding that never comes out the same twice.</summary>
internal static class UnstableValue
{
    /// <summary>Returns whether a value differs from what it was only where two encodings of it, one right after the other, differ too.</summary>
    /// <param name="before">What the value was.</param>
    /// <param name="first">What it is now.</param>
    /// <param name="second">What it is now, encoded again.</param>
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

        // Of the same structure both times: then it was of this one before, too, or it has been changed.
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

            // A member that comes and goes is unstable; one that has come, or has gone, is a change.
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
