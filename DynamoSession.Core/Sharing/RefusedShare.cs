namespace DynamoSession.Core.Sharing;

/// <summary>A write to a shared record whose condition was not met.</summary>
/// <param name="Stored">What it met; <see langword="null"/> for no item.</param>
internal sealed record RefusedShare(SharedRecord? Stored);
