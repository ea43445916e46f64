// Fixtures run beside one another, the tests within one in turn. Most of them wait: for an engine in another process, for a deadline.
// A fixture that changes or measures the process as a whole is [NonParallelizable], and runs after all others.
[assembly: Parallelizable(ParallelScope.Fixtures)]
