namespace DynamoSession.Core.Fields.Tracking;

/// <summary>An object that a request got from the session and may mutate.</summary>
internal abstract class TrackedInstance
{
    /// <summary>Gets or sets whether it is the default value of a field that is absent, so that nothing is stored unless it is mutated.</summary>
    public bool IsDefault { get; set; }

    /// <summary>Gets the encoding of the instance as it was handed out; null when DynamoDB could not hold that.</summary>
    public abstract SessionValue? FirstEncoding { get; }

    /// <summary>Returns the new encoding if the instance is not what it was when last looked at; otherwise null.</summary>
    public abstract SessionValue? TakeMutation();

    /// <summary>Says that what the instance was when last looked at has been handed out to be written.</summary>
    public abstract void MarkAsTaken();

    /// <summary>Says that it is the default value of a field that is absent.</summary>
    public abstract void MarkAsDefault();

    /// <summary>Goes on from what the instance is now, if the value that was just set is this very instance.</summary>
    public abstract bool TryRestart(object? value);
}
