using BenchmarkDotNet.Running;
using DynamoSession.Benchmarks;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Calls;
using DynamoSession.Benchmarks.Counts;
using DynamoSession.Benchmarks.Merges;
using DynamoSession.Benchmarks.Prices;
using DynamoSession.Benchmarks.Ratios;
using DynamoSession.Benchmarks.Requests;
using DynamoSession.Benchmarks.Sockets;
using DynamoSession.Benchmarks.Starts;
using DynamoSession.Benchmarks.Stores;
using DynamoSession.Benchmarks.Waiting;

var table = args switch
{
    ["calls"] => CallTable.PrintAsync(),
    ["encodings"] => EncodingTable.PrintAsync(),
    ["files"] => FileTable.PrintAsync(),
    [FileTable.InCopy] => FileTable.PrintInCopyAsync(),
    ["merges"] => MergeTable.PrintAsync(),
    ["ratios"] => RatioTable.PrintAsync(part: null, rounds: 15),
    ["ratios", "quick"] => RatioTable.PrintAsync(part: null, rounds: 1),
    ["ratios", (RatioTable.Sizes or RatioTable.Fields or RatioTable.Changes or RatioTable.Growth) and var part] => RatioTable.PrintAsync(part, rounds: 15),
    ["profile"] => RatioTable.ReadForAProfilerAsync(),
    ["sockets"] => SocketTable.PrintAsync(Effort.Full),
    ["sockets", "all"] => SocketTable.PrintAllAsync(Effort.Brief),
    ["sockets", "quick"] => SocketTable.PrintAsync(Effort.Quick),
    ["starts"] => StartTable.PrintAsync(publishes: true, rounds: 15),
    ["starts", "again"] => StartTable.PrintAsync(publishes: false, rounds: 15),
    ["waiting"] => WaitingTable.PrintAsync(rounds: 9),
    ["waiting", "quick"] => WaitingTable.PrintAsync(rounds: 1),
    ["price"] => PriceTable.PrintAsync(maxVisits: 600),
    ["price", "quick"] => PriceTable.PrintAsync(maxVisits: 10),
    [OwnProgram.Serve, var kind] => ServedApplication.ServeAsync(Enum.Parse<SessionKind>(kind)),
    [OwnProgram.Record, var engine] => RecordingDynamoDb.ServeAsync(new Uri(engine)),
    ["requests"] => RequestTable.PrintAsync(),
    _ => null,
};

if (table is not null)
{
    await table;
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
