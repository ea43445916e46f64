using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>What an old cookie led to.</summary>
/// <param name="Source">Whose cookie it was.</param>
/// <param name="Origin">How the cookie was set, so that it can be expired.</param>
/// <param name="Secret">The secret of the live session that it opens; null when it opens none.</param>
/// <param name="WasDead">Whether that session has gone on elsewhere, or ended, just now, so that this request may be late.</param>
internal sealed record Admission(IMigrationSource Source, SessionOrigin Origin, string? Secret, bool WasDead);
