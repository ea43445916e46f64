namespace DynamoSession.Core.Fields.Tracking;

/// <summary>An object that a request has read from the session and may mutate.</summary>
internal abstract class TrackedInstance
{
    /// <summary>Gets or sets whether it is the default value of an absent field, which is stored only if it is mutated.</summary>
    public bool IsDefault { get; set; }

    /// <summary>Gets whether nobody can mutate it.</summary>
    public abstract bool IsImmutable { get; }

    /// <summary>Returns the new encoding if the instance has changed since the last check; otherwise null.</summary>
    public abstract SessionValue? TakeMutation();

    /// <summary>Marks the encoding of the last check as taken in order to be written.</summary>
    public abstract void MarkAsTaken();

    /// <summary>Marks the instance as the default value of an absent field.</summary>
    public abstract void MarkAsDefault();

    /// <summary>Returns whether an encoding is that of the default value, as it was before it was mutated.</summary>
    public abstract bool IsUntouched(SessionValue encoding);

    /// <summary>Continues from the instance's current content if the value that was just set is this instance.</summary>
    public abstract bool TryRestart(object? value);
}
