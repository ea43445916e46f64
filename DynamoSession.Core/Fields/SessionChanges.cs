using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Fields;

/// <summary>The changes to a session's fields.</summary>
public sealed class SessionChanges
{
    /// <summary>Gets the empty set of changes.</summary>
    public static SessionChanges None { get; } = new(clearsAll: false, new Dictionary<string, SessionChange>());

    // Of the last fields that were asked for: a commit's plan, its limit and its outcome are about the same ones.
    private volatile Applied? _applied;

    // Negative until somebody asks.
    private long _largestGrowth = -1;

    /// <summary>Creates a set of changes.</summary>
    /// <param name="clearsAll">Whether all fields are removed before the changes are applied.</param>
    /// <param name="fields">The changed fields by name, which must not change anymore.</param>
    public SessionChanges(bool clearsAll, IReadOnlyDictionary<string, SessionChange> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ClearsAll = clearsAll;
        All = fields as Dictionary<string, SessionChange> ?? new Dictionary<string, SessionChange>(fields, StringComparer.Ordinal);
    }

    /// <summary>Gets whether all fields, including those that other requests have added meanwhile, are removed before <see cref="Fields"/> are applied.</summary>
    public bool ClearsAll { get; }

    /// <summary>Gets the changed fields by name.</summary>
    public IReadOnlyDictionary<string, SessionChange> Fields => All;

    /// <summary>Gets the changed fields as a type whose enumeration makes no interface calls.</summary>
    internal Dictionary<string, SessionChange> All { get; }

    /// <summary>Gets whether there is nothing to write.</summary>
    public bool IsEmpty => !ClearsAll && Fields.Count == 0;

    /// <summary>Gets by how much the changes can make a session larger, whatever it contains, in bytes as DynamoDB counts them.</summary>
    internal long LargestGrowth
    {
        get
        {
            var growth = Volatile.Read(ref _largestGrowth);
            if (growth < 0)
            {
                growth = 0;
                foreach (var (name, change) in All)
                {
                    growth += LargestGrowthOf(name, change);
                }

                Volatile.Write(ref _largestGrowth, growth);
            }

            return growth;
        }
    }

    /// <summary>Throws if the changes make a session too large.</summary>
    /// <param name="maxBytes">The maximum size of the fields in bytes.</param>
    /// <param name="before">The fields before the changes, which must not change anymore.</param>
    /// <exception cref="SessionTooLargeException">The fields exceed the maximum, and are larger than before the changes.</exception>
    internal void ThrowIfTooLarge(long maxBytes, IReadOnlyDictionary<string, SessionValue> before)
    {
        // Most sessions are far from it, and need not be measured.
        if (FieldSizes.BoundOf(before) + LargestGrowth > maxBytes)
        {
            FieldSizes.ThrowIfLargerThan(maxBytes, before, After(before));
        }
    }

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

    /// <summary>Returns the fields after these changes, without copying those that are not changed.</summary>
    /// <param name="current">The current fields, which must not change anymore.</param>
    /// <exception cref="SessionFieldTypeException">A change can't be applied to the field's value.</exception>
    internal IReadOnlyDictionary<string, SessionValue> After(IReadOnlyDictionary<string, SessionValue> current)
    {
        if (IsEmpty)
        {
            return current;
        }

        if (_applied is not { } applied || !ReferenceEquals(applied.Before, current))
        {
            _applied = applied = new Applied(current, ClearsAll ? ApplyTo(current) : ChangedFields.Over(current, ValuesOn(current)));
        }

        return applied.After;
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

    private static long LargestGrowthOf(string name, SessionChange change) => change.Kind switch
    {
        SessionChangeKind.Remove => 0,

        // The sum may have more digits than the number that is added.
        SessionChangeKind.Increment => FieldSizes.LargestNumber(name),
        _ => FieldSizes.SizeOf(name, change.Value!),
    };

    /// <summary>Returns these changes with the new value instead of each change that depends on the current one.</summary>
    private IReadOnlyDictionary<string, SessionChange> ValuesOn(IReadOnlyDictionary<string, SessionValue> current)
    {
        Dictionary<string, SessionChange>? values = null;
        foreach (var (name, change) in All)
        {
            if (change.Kind is not (SessionChangeKind.Set or SessionChangeKind.Remove))
            {
                values ??= new Dictionary<string, SessionChange>(Fields, StringComparer.Ordinal);
                values[name] = SessionChange.Set(change.ApplyTo(name, current.GetValueOrDefault(name))!);
            }
        }

        return values ?? Fields;
    }

    private sealed record Applied(IReadOnlyDictionary<string, SessionValue> Before, IReadOnlyDictionary<string, SessionValue> After);
}
