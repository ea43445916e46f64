namespace SessionTool;

/// <summary>The exit codes of a command.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>It stopped early, because a table failed or because of Ctrl+C. The same command continues.</summary>
    public const int Stopped = 1;

    /// <summary>It didn't start: the command line, a file that it names, or the checkpoint is invalid.</summary>
    public const int WrongCommandLine = 2;

    /// <summary>It is complete, but some sessions could not be converted.</summary>
    public const int SomeFailed = 3;
}
