using System.Globalization;
using DynamoSession.ProofChild;

// <endpoint> <table> <number of this child> [<lineage>=<cookie> ...]: commits until it is killed.
var (endpoint, table, number) = (new Uri(args[0]), args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
using var pipeline = new Pipeline(endpoint, table);
var journal = new Journal();

var lanes = args[3..].Select(argument => argument.Split('=', 2)).Select((lane, index) => new Lane
{
    Pipeline = pipeline,
    Journal = journal,
    Name = $"{number}.{index}",
    Renews = index > 0,
    Lineage = lane[0],
    Cookie = lane[1].Length == 0 ? null : lane[1],
});

// Standard input closes when the parent process ends.
var orphaned = Task.Run(Console.In.ReadToEnd);
await Task.WhenAny(orphaned, Task.WhenAll(lanes.Select(lane => lane.RunAsync())));
