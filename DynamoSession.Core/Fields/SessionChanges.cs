namespace DynamoSession.Core.Fields;

/// <summary>The changes to a session's fields.</summary>
public sealed class SessionChanges
{
    /// <summary>Gets the empty set of changes.</summary>
    public static SessionChanges None { get; } = new(clearsAll: false, new Dictionary<string, SessionChange>());

    /// <summary>Creates a set of changes.</summary>
    /// <param name="clearsAll">Whether all fields are removed before the changes are applied.</param>
    /// <param name="fields">The changed fields by name.</param>
    public SessionChanges(bool clearsAll, IReadOnlyDictionary<string, SessionChange> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ClearsAll = clearsAll;
        Fields = fields;
    }

    /// <summary>Gets whether all fields, including those that other requests have added meanwhile, are removed before <see cref="Fields"/> are applied.</summary>
    public bool ClearsAll { get; }

    /// <summary>Gets the changed fields by name.</summary>
    public IReadOnlyDictionary<string, SessionChange> Fields { get; }

    /// <summary>Gets whether there is nothing to write.</summary>
    public bool IsEmpty => !ClearsAll && Fields.Count == 0;

    /// <summary>Combines these changes with later ones: applying the result is the same as applying both in order.</summary>
    /// <param name="later">The later changes.</param>
    /// <exception cref="SessionFieldTypeException">A later increment is applied to a value that is not a number, or a later append to one that is not a list.</exception>
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

    /// <summary>Returns the fields after these changes.</summary>
    /// <param name="current">The current fields, which are not modified.</param>
    /// <exception cref="SessionFieldTypeException">
    /// A field to increment is not a number, or the sum is not a number that DynamoDB can store; or a field to append to is not a list.
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
