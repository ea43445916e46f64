using Amazon.Runtime;
using DynamoSession.Core;

namespace SessionTool;

/// <summary>Runs a command and turns what stops it into a message and an exit code.</summary>
internal static class Runner
{
    /// <param name="run">The command.</param>
    /// <param name="whenCanceled">The message after Ctrl+C.</param>
    public static async Task<int> RunAsync(Func<Task<int>> run, string whenCanceled = "Stopped.")
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(whenCanceled, ExitCode.Stopped);
        }
        catch (Exception exception) when (exception is UsageException or ArgumentException)
        {
            return await FailAsync(exception.Message, ExitCode.InvalidUsage);
        }
        catch (Exception exception) when (exception
            is SessionException or AmazonClientException or AmazonServiceException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(exception.Message, ExitCode.Stopped);
        }
    }

    private static async Task<int> FailAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync(Printable.Of(message));
        return exitCode;
    }
}
