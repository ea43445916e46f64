namespace DynamoSession.AspNetCore.Sessions;

/// <summary>How a log names a session: enough to follow one through it, too little to find its record by.</summary>
internal readonly struct SessionTag(string publicId)
{
    private const int Length = 8;

    public override string ToString() => publicId[..Length];
}
