namespace DynamoSession.Tests.Support.Node;

/// <summary>This machine lacks what it takes to run a program in Node.js. The message says what, and the remedy.</summary>
internal sealed class NodeUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
