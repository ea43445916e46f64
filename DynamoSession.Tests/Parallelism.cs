// Fixtures run in parallel, the tests within a fixture one at a time. Most of them wait: for an engine in another process, or for a
// deadline. A fixture that changes or measures the process as a whole is [NonParallelizable], and runs after all others.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(6)]
