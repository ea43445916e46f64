using BenchmarkDotNet.Running;
using DynamoSession.Benchmarks.Calls;
using DynamoSession.Benchmarks.Counts;
using DynamoSession.Benchmarks.Merges;
using DynamoSession.Benchmarks.Ratios;
using DynamoSession.Benchmarks.Requests;

var table = args switch
{
    ["calls"] => CallTable.PrintAsync(),
    ["encodings"] => EncodingTable.PrintAsync(),
    ["files"] => FileTable.PrintAsync(),
    [FileTable.InCopy] => FileTable.PrintInCopyAsync(),
    ["merges"] => MergeTable.PrintAsync(),
    ["ratios"] => RatioTable.PrintAsync(),
    ["profile"] => RatioTable.ReadForAProfilerAsync(),
    ["requests"] => RequestTable.PrintAsync(),
    _ => null,
};

if (table is not null)
{
    await table;
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
