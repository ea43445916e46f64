namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>An item that was appended once is in its list once. (The order rule finds this too, but this rule explains it better.)</summary>
internal static class DuplicateRule
{
    public static Violation? Check(History history)
    {
        foreach (var fields in history.Requests.Select(request => request.Seen).Concat(history.Items.Values.Select(item => item.Fields)).OfType<Fields>())
        {
            foreach (var name in fields.Names.Where(name => name.StartsWith("list", StringComparison.Ordinal)))
            {
                var items = fields[name]!.Split(',');
                if (items.Distinct().Count() < items.Length)
                {
                    return new(ViolationKind.Duplicate, $"{name} has an item twice: {fields[name]}");
                }
            }
        }

        return null;
    }
}
