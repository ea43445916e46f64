using System.Globalization;

namespace DynamoSession.Tests.Docs;

/// <summary>Figures of other documents against benchmarks/RESULTS.md, where those of the last run are.</summary>
public sealed class ResultsTests
{
    private const string Results = "benchmarks/RESULTS.md";

    [Test]
    public void What_touches_cost_are_the_prices_of_the_last_run()
    {
        var counted = MarkdownTable.Under(Results, "Visits that only read, as a multiple of one eventually consistent read:")
            .Where(row => row[0].StartsWith("DynamoSession, Eventual", StringComparison.Ordinal) || row[0].StartsWith("Microsoft", StringComparison.Ordinal))
            .Select(row => string.Join(" | ", row[3..]));

        var shown = MarkdownTable.Under("docs/limits.md", "What a visit costs that only reads a session of up to 2 KB, as a multiple of the least it can cost, which is one eventually consistent read:")
            .Select(row => string.Join(" | ", row[1..]));

        Assert.That(shown, Is.EqualTo(counted));
    }

    [TestCase("DynamoSession, without the SDK", 1)]
    [TestCase("Microsoft's, on Redis", 2)]
    [TestCase("Microsoft's, with the calls of AWS's provider", 3)]
    [TestCase("Express, @pwrdrvr/dynamodb-session-store", 4)]
    [TestCase("Express, connect-dynamodb", 5)]
    public void The_processor_times_of_the_README_are_those_of_the_last_run(string sessions, int column)
    {
        var small = ProcessorTime("Browse, 2 KB, DynamoDB replays:", sessions);
        var large = ProcessorTime("Browse, 20 KB, DynamoDB replays:", sessions);

        var shown = MarkdownTable.Under("README.md", "And what it costs, on a session of 2 KB (20 KB), when nine of ten requests read one field and the tenth changes one:")[0][column];

        Assert.That(shown, Is.EqualTo(FormattableString.Invariant($"{small:N0} ({large:N0})")));
    }

    // 88.3 (76.5-90.4)
    private static double ProcessorTime(string table, string sessions) => double.Parse(
        MarkdownTable.Under(Results, table).Single(row => row[0] == sessions)[1].Split(' ')[0], CultureInfo.InvariantCulture);
}
