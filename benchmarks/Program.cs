using BenchmarkDotNet.Running;
using DynamoSession.Benchmarks.Calls;

if (args is ["calls"])
{
    await CallTable.PrintAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
