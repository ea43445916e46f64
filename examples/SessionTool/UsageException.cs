namespace SessionTool;

/// <summary>What the command line says cannot be done.</summary>
internal sealed class UsageException(string message) : Exception(message);
