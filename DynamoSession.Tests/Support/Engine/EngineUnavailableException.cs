namespace DynamoSession.Tests.Support.Engine;

/// <summary>This machine lacks what it takes to run DynamoDB Local. The message says what, and the remedy.</summary>
internal sealed class EngineUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
