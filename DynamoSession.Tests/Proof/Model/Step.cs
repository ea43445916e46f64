using System.Globalization;
using System.Text.Json;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>One step of a sequence.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Field">The field to do it to, if any.</param>
/// <param name="Choice">Selects one of the verb's possible values.</param>
internal sealed record Step(Verb Verb, string Field, int Choice)
{
    /// <summary>A list that some of the bytes contain as JSON text, which can be read as a list.</summary>
    public static readonly string[] JsonTextOfList = ["a"];

    private static readonly string[] Fields = ["a", "b", "c"];

    private static readonly ModelValue[] Values =
    [
        ModelValue.Text("dark"), ModelValue.Number(5), ModelValue.Null, ModelValue.List("a"), ModelValue.Basket(1, "a"), ModelValue.Flag(true), ModelValue.Text(""),
        ModelValue.Number(0), ModelValue.Number(5_000_000_000), ModelValue.List(), ModelValue.Basket(0), ModelValue.Flag(false), ModelValue.Text("darker"), ModelValue.Text("5"),
    ];

    private static readonly byte[][] Bytes =
    [
        "dark"u8.ToArray(), [0, 0, 0, 5], "darker"u8.ToArray(), [], [0xFF, 0xFE, 0], "true"u8.ToArray(), "null"u8.ToArray(), JsonSerializer.SerializeToUtf8Bytes(JsonTextOfList), "5000000000"u8.ToArray(),
    ];

    private static readonly int[] Seconds = [0, 1, 30, 59, 60, 61, 119, 120, 121, 300, 1_199, 1_200, 1_201, 1_800, 3_599, 3_600];

    private static readonly TimeSpan[] IdleTimeouts = [TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)];

    // None is shorter than the longest idle timeout, because that would be refused.
    private static readonly TimeSpan[] AbsoluteTimeouts = [TimeSpan.FromHours(2), TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan];

    private static readonly string?[] Users = ["ada", null, "bob"];

    // Verbs that appear more than once are drawn more often.
    private static readonly Verb[] Weighted =
    [
        .. Enum.GetValues<Verb>(),
        Verb.Set, Verb.Set, Verb.Set, Verb.Set, Verb.SetBytes, Verb.Remove, Verb.Increment, Verb.Append, Verb.Append, Verb.Mutate, Verb.Mutate,
        Verb.Next, Verb.Next, Verb.Next, Verb.Next, Verb.Next, Verb.Return,
    ];

    public ModelValue Value => Values[Choice % Values.Length];

    public byte[] SomeBytes => Bytes[Choice % Bytes.Length];

    public int By => (Choice % 4) - 1;

    public string Item => Choice % 2 == 0 ? "a" : "b";

    public string? User => Users[Choice % Users.Length];

    public TimeSpan IdleTimeout => IdleTimeouts[Choice % IdleTimeouts.Length];

    public TimeSpan AbsoluteTimeout => AbsoluteTimeouts[Choice % AbsoluteTimeouts.Length];

    public TimeSpan Pause => TimeSpan.FromSeconds(Seconds[Choice % Seconds.Length]);

    /// <summary>Maps a non-negative number to a step.</summary>
    public static Step Of(int number)
    {
        var (rest, verb) = Math.DivRem(number, Weighted.Length);
        (rest, var field) = Math.DivRem(rest, Fields.Length);
        return new Step(Weighted[verb], Fields[field], rest % 1_000);
    }

    /// <summary>Returns sequences simpler than one that fails: with fewer steps, then with earlier choices.</summary>
    public static IEnumerable<Step[]> Simpler(Step[] steps)
    {
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= steps.Length; start += length)
            {
                yield return [.. steps[..start], .. steps[(start + length)..]];
            }
        }

        for (var index = 0; index < steps.Length; index++)
        {
            var step = steps[index];
            foreach (var simpler in (int[])[0, step.Choice / 2, step.Choice - 1])
            {
                if (simpler >= 0 && simpler < step.Choice)
                {
                    yield return [.. steps[..index], step with { Choice = simpler }, .. steps[(index + 1)..]];
                }
            }

            if (step.Field != Fields[0])
            {
                yield return [.. steps[..index], step with { Field = Fields[0] }, .. steps[(index + 1)..]];
            }
        }
    }

    public override string ToString() => Verb switch
    {
        Verb.Set => $"Set({Field}, {Value})",
        Verb.SetBytes => $"SetBytes({Field}, {Convert.ToHexString(SomeBytes)})",
        Verb.Increment or Verb.Update => string.Create(CultureInfo.InvariantCulture, $"{Verb}({Field}, {By})"),
        Verb.Append or Verb.Mutate => $"{Verb}({Field}, {Item})",
        Verb.SetUser => $"UserId = {User ?? "null"}",
        Verb.SetIdle => $"IdleTimeout = {IdleTimeout}",
        Verb.SetAbsolute => $"AbsoluteTimeout = {AbsoluteTimeout}",
        Verb.Next or Verb.Return or Verb.Fail => $"{Verb} after {Pause}",
        Verb.Keys or Verb.Clear or Verb.Commit or Verb.RenewId or Verb.Destroy => $"{Verb}()",
        _ => $"{Verb}({Field})",
    };
}
