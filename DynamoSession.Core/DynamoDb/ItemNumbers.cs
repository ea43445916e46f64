namespace DynamoSession.Core.DynamoDb;

/// <summary>Reads times and integers from items.</summary>
internal static class ItemNumbers
{
    private static readonly decimal Earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly decimal Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads a time in Unix seconds. Fractions are rounded up, so that comparisons with whole seconds have the same result as in DynamoDB.</summary>
    public static long? ReadTime(IItem item, string name) =>
        item.Number(name) is { } seconds && seconds >= Earliest && seconds <= Latest ? (long)decimal.Ceiling(seconds) : null;

    public static long? ReadInteger(IItem item, string name) =>
        item.Number(name) is { } number and >= long.MinValue and <= long.MaxValue && decimal.IsInteger(number) ? (long)number : null;
}
