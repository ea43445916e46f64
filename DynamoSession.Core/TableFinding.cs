namespace DynamoSession.Core;

/// <summary>What could not be checked or done when a table was prepared, although sessions can use it.</summary>
/// <param name="Text">What, why, and what follows from it.</param>
/// <param name="IsOfEmulator">Whether it is because the endpoint is an emulator, so that no action is needed.</param>
internal sealed record TableFinding(string Text, bool IsOfEmulator = false);
