namespace DynamoSession.Tests.Support.Express;

/// <summary>This machine lacks what it takes to run Express. The message says what, and the remedy.</summary>
internal sealed class ExpressUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
