using System.ComponentModel;
using System.Diagnostics;

namespace DynamoSession.Tests.Support.Compilation;

/// <summary>What it takes to compile a program ahead of time.</summary>
internal static class NativeLinker
{
    private const string Remedy = "Some tests compile a program ahead of time, which needs clang or gcc, and zlib (Debian: clang, zlib1g-dev).";

    /// <summary>Skips the running test if there is none; in CI it fails.</summary>
    public static void Require()
    {
        if (OperatingSystem.IsWindows() || WhyNot("clang", "--version") is null)
        {
            return;
        }

        if (WhyNot("gcc", "--version") is { } exception)
        {
            throw Requirement.Missing(Remedy, exception);
        }
    }

    /// <summary>Returns why a tool can't be started; null if it can.</summary>
    public static Win32Exception? WhyNot(string tool, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, argument) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            return null;
        }
        catch (Win32Exception exception)
        {
            return exception;
        }
    }
}
