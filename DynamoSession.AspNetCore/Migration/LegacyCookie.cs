namespace DynamoSession.AspNetCore.Migration;

/// <summary>What a request brought of an old package's cookie.</summary>
/// <param name="IsPresent">Whether there is a cookie of that name.</param>
/// <param name="Id">The session's id in the old store; null when there is no cookie or it is not genuine.</param>
internal readonly record struct LegacyCookie(bool IsPresent, string? Id)
{
    public static LegacyCookie Absent => default;

    public static LegacyCookie Refused => new(IsPresent: true, Id: null);

    public static LegacyCookie Of(string? id) => new(IsPresent: true, id);
}
