namespace DynamoSession.Core.Fields.Tracking;

/// <summary>An object that a request got from the session and may mutate.</summary>
internal abstract class TrackedInstance
{
    /// <summary>Returns the new encoding if the instance is not what it was when last looked at; otherwise null.</summary>
    public abstract SessionValue? TakeMutation();

    /// <summary>Goes on from what the instance is now, if the value that was just set is this very instance.</summary>
    public abstract bool TryRestart(object? value);
}
