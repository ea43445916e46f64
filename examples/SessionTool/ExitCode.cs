namespace SessionTool;

/// <summary>The exit codes of a command.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The run was interrupted, by a table failure, Ctrl+C or anything else, after it had started. The same command resumes it from its checkpoint.</summary>
    public const int Stopped = 1;

    /// <summary>The run did not start: the command line, a file that it names, or the checkpoint is invalid.</summary>
    public const int InvalidUsage = 2;

    /// <summary>The run is complete, but some sessions could not be migrated.</summary>
    public const int SomeFailed = 3;

    /// <summary>There is no such session.</summary>
    public const int NotFound = 4;

    /// <summary>The doctor has found something that someone must fix.</summary>
    public const int Unhealthy = 5;
}
