using System.Globalization;

namespace DynamoSession.Core.Users;

/// <summary>A session that was, or is about to be, bound to a user.</summary>
/// <param name="SessionId">The public id of the session.</param>
/// <param name="At">When it was registered, in microseconds since 1970.</param>
/// <param name="PredecessorId">The public id of the session that it continues; null for none.</param>
internal sealed record UserRegistration(string SessionId, long At, string? PredecessorId)
{
    private const char Separator = ' ';

    /// <summary>Returns the element of the set in a user's item. Public ids contain no spaces.</summary>
    public string Format() => string.Create(CultureInfo.InvariantCulture, $"{At} {SessionId}{(PredecessorId is null ? "" : Separator + PredecessorId)}");

    /// <returns>The registration; null if the text is not one.</returns>
    public static UserRegistration? Parse(string text) => text.Split(Separator) switch
    {
        [var at, var id] when TryParse(at, out var time) => new(id, time, PredecessorId: null),
        [var at, var id, var predecessor] when TryParse(at, out var time) => new(id, time, predecessor),
        _ => null,
    };

    private static bool TryParse(string text, out long time) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out time);
}
