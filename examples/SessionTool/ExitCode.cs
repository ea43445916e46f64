namespace SessionTool;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>It stopped before the end: trouble with a table, or Ctrl+C. The same command goes on.</summary>
    public const int Stopped = 1;

    /// <summary>Nothing was begun: the command line, a file that it names, or the checkpoint is wrong.</summary>
    public const int WrongCommandLine = 2;

    /// <summary>It came to the end, but some sessions could not be converted.</summary>
    public const int SomeFailed = 3;
}
