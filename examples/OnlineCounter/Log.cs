namespace OnlineCounter;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A record of the stream can't be read. Lambda delivers it again until it gives up.")]
    public static partial void RecordUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "An event was not applied. Lambda delivers the batch again from there.")]
    public static partial void EventNotApplied(this ILogger logger, Exception exception);
}
