namespace DynamoSession.Core.Sharing;

/// <summary>A write to a shared record whose condition was not met.</summary>
/// <param name="Stored">The stored record; <see langword="null"/> if there is no item.</param>
internal sealed record RefusedSharedWrite(SharedRecord? Stored);
