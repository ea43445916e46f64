namespace DynamoSession.AspNetCore.Migration;

/// <summary>The legacy cookie of a request.</summary>
/// <param name="IsPresent">Whether the request has a cookie of that name.</param>
/// <param name="Id">The id of the legacy session; null if there is no cookie or it is not genuine.</param>
internal readonly record struct LegacyCookie(bool IsPresent, string? Id)
{
    public static LegacyCookie Absent => default;

    public static LegacyCookie Refused => new(IsPresent: true, Id: null);

    public static LegacyCookie Of(string? id) => new(IsPresent: true, id);
}
