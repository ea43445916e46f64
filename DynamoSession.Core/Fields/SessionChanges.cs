namespace DynamoSession.Core.Fields;

/// <summary>What a request did to a session's fields.</summary>
public sealed class SessionChanges
{
    /// <summary>Gets the changes of a request that has made none.</summary>
    public static SessionChanges None { get; } = new(clearsAll: false, new Dictionary<string, SessionChange>());

    /// <summary>Describes a request's changes.</summary>
    /// <param name="clearsAll">Whether all fields go before the changes apply.</param>
    /// <param name="fields">The changed fields by name.</param>
    public SessionChanges(bool clearsAll, IReadOnlyDictionary<string, SessionChange> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ClearsAll = clearsAll;
        Fields = fields;
    }

    /// <summary>Gets whether all fields go, also those that others have added meanwhile, before <see cref="Fields"/> apply.</summary>
    public bool ClearsAll { get; }

    /// <summary>Gets the changed fields by name.</summary>
    public IReadOnlyDictionary<string, SessionChange> Fields { get; }

    /// <summary>Gets whether there is nothing to write.</summary>
    public bool IsEmpty => !ClearsAll && Fields.Count == 0;

    /// <summary>Joins these changes with others that come after them: applied at once, the result does what both do one after the other.</summary>
    /// <param name="later">The later changes.</param>
    /// <exception cref="SessionFieldTypeException">A later increment meets what these make something other than a number; or an append, a list.</exception>
    public SessionChanges Then(SessionChanges later)
    {
        ArgumentNullException.ThrowIfNull(later);
        if (later.ClearsAll)
        {
            return later;
        }

        var fields = new Dictionary<string, SessionChange>(Fields, StringComparer.Ordinal);
        foreach (var (name, change) in later.Fields)
        {
            fields[name] = fields.GetValueOrDefault(name) is { } earlier ? earlier.Then(name, change)
                : ClearsAll ? SessionChange.Remove.Then(name, change)
                : change;
        }

        return new SessionChanges(ClearsAll, fields);
    }

    /// <summary>Returns the fields as they are after these changes.</summary>
    /// <param name="current">The fields as they are now; left as they are.</param>
    /// <exception cref="SessionFieldTypeException">
    /// An increment met something that is no number, or a number with which it adds up to none that DynamoDB keeps; or an append met
    /// something that is no list.
    /// </exception>
    public Dictionary<string, SessionValue> ApplyTo(IReadOnlyDictionary<string, SessionValue> current)
    {
        ArgumentNullException.ThrowIfNull(current);

        var result = ClearsAll ? new Dictionary<string, SessionValue>(StringComparer.Ordinal) : new(current, StringComparer.Ordinal);
        foreach (var (name, change) in Fields)
        {
            if (change.ApplyTo(name, result.GetValueOrDefault(name)) is { } value)
            {
                result[name] = value;
            }
            else
            {
                result.Remove(name);
            }
        }

        return result;
    }
}
