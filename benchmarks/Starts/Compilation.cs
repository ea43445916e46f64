namespace DynamoSession.Benchmarks.Starts;

/// <summary>When a program's code is compiled.</summary>
internal enum Compilation
{
    /// <summary>As it runs.</summary>
    Jit,

    /// <summary>Ahead, with the rest as it runs.</summary>
    ReadyToRun,

    /// <summary>All of it ahead.</summary>
    NativeAot,
}
