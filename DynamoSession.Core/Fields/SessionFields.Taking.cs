using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Fields;

// How changes are handed out to be written, and what becomes of them then.
public sealed partial class SessionFields
{
    /// <summary>Returns all changes that are not known to be stored, those included that were taken and neither accepted nor put back yet.</summary>
    public SessionChanges GetChanges()
    {
        lock (_lock)
        {
            var pending = Pending();
            return _taken is null ? pending : WithoutNoOps(_taken.Then(pending), _storedBeforeTaken!);
        }
    }

    /// <summary>
    /// Hands the changes out to be written, each object that was read encoded once. From now on they count as stored; say afterwards
    /// whether they are, by <see cref="AcceptTaken"/> or <see cref="PutBackTaken"/>.
    /// </summary>
    /// <returns>The changes; not affected by what is changed afterwards.</returns>
    /// <exception cref="ArgumentException">DynamoDB cannot hold exactly what an object has become. Nothing was taken.</exception>
    /// <exception cref="InvalidOperationException">The changes taken before were neither accepted nor put back.</exception>
    public SessionChanges TakeChanges()
    {
        lock (_lock)
        {
            if (_taken is not null)
            {
                throw new InvalidOperationException("Changes have been taken before. Call AcceptTaken when they are stored, or PutBackTaken when they are not, then take again.");
            }

            var taken = Pending();
            if (taken.IsEmpty)
            {
                return taken;
            }

            _storedBeforeTaken = _stored;
            _stored = taken.ApplyTo(_stored);
            _taken = taken;
            _changes.Clear();
            _cleared = false;
            foreach (var (name, instance) in _tracked)
            {
                if (taken.Fields.ContainsKey(name))
                {
                    instance.MarkAsTaken();
                }

                // A default value that was mutated is not one any more.
                instance.IsDefault &= Stored(name) is null;
            }

            return taken;
        }
    }

    /// <summary>Says that the changes which were taken are stored.</summary>
    public void AcceptTaken()
    {
        lock (_lock)
        {
            _taken = null;
            _storedBeforeTaken = null;
        }
    }

    /// <summary>Says that the changes which were taken are not stored. They are changes again, under what was changed since.</summary>
    public void PutBackTaken()
    {
        lock (_lock)
        {
            if (_taken is null)
            {
                return;
            }

            var changes = WithoutNoOps(_taken.Then(new SessionChanges(_cleared, _changes)), _storedBeforeTaken!);
            _stored = _storedBeforeTaken!;
            _taken = null;
            _storedBeforeTaken = null;
            _cleared = changes.ClearsAll;
            _changes.Clear();
            foreach (var (name, change) in changes.Fields)
            {
                _changes[name] = change;
            }
        }
    }

    /// <summary>Goes on from what others have stored. The changes stay as they are; what they do not touch is read anew.</summary>
    /// <param name="stored">The fields by name. Never changed.</param>
    /// <exception cref="InvalidOperationException">Changes that were taken were neither accepted nor put back.</exception>
    public void Rebase(IReadOnlyDictionary<string, SessionValue> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);

        lock (_lock)
        {
            if (_taken is not null)
            {
                throw new InvalidOperationException("Call AcceptTaken or PutBackTaken before Rebase.");
            }

            var before = _stored;
            _ = Pending();
            foreach (var name in _tracked.Keys.Where(name => !_changes.ContainsKey(name) && !AreEqual(before.GetValueOrDefault(name), stored.GetValueOrDefault(name))).ToArray())
            {
                _tracked.Remove(name);
            }

            _stored = stored;
        }
    }

    /// <summary>Refuses a session that its changes would make too large.</summary>
    /// <param name="changes">What <see cref="GetChanges"/> returned last.</param>
    /// <param name="maxBytes">The most bytes that the fields may have, names included, as DynamoDB counts them.</param>
    /// <exception cref="SessionTooLargeException">The fields have more, and more than before the changes. The message lists the largest.</exception>
    public void ThrowIfTooLarge(SessionChanges changes, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_lock)
        {
            var before = _storedBeforeTaken ?? _stored;
            FieldSizes.ThrowIfLargerThan(maxBytes, before, after: changes.ApplyTo(before));
        }
    }

    /// <summary>Returns what was done to one field and is not taken; null for nothing.</summary>
    internal SessionChange? GetChange(string name)
    {
        lock (_lock)
        {
            TakeMutation(name);
            return _changes.GetValueOrDefault(name);
        }
    }

    /// <summary>Makes what was done to one field, among the changes that were taken, what it had been before. It is read anew.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="before">What <see cref="GetChange"/> returned then; nothing was cleared since.</param>
    internal void RevertTaken(string name, SessionChange? before)
    {
        lock (_lock)
        {
            _tracked.Remove(name);
            if (_taken is null)
            {
                return;
            }

            var fields = new Dictionary<string, SessionChange>(_taken.Fields, StringComparer.Ordinal);
            fields.Remove(name);
            if (before is not null)
            {
                fields[name] = before;
            }

            _taken = new SessionChanges(_taken.ClearsAll, fields);
            _stored = _taken.ApplyTo(_storedBeforeTaken!);
        }
    }

    private static bool AreEqual(SessionValue? left, SessionValue? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.ContentEquals(right));

    private static SessionChanges WithoutNoOps(SessionChanges changes, IReadOnlyDictionary<string, SessionValue> stored)
    {
        var clearsAll = changes.ClearsAll && stored.Count > 0;
        var fields = new Dictionary<string, SessionChange>(StringComparer.Ordinal);
        foreach (var (name, change) in changes.Fields)
        {
            var before = clearsAll ? null : stored.GetValueOrDefault(name);
            var hasEffect = change.Kind switch
            {
                SessionChangeKind.Set => !AreEqual(before, change.Value),
                SessionChangeKind.Remove => before is not null,
                _ => true,
            };
            if (hasEffect)
            {
                fields[name] = change;
            }
        }

        return new SessionChanges(clearsAll, fields);
    }

    private SessionChanges Pending()
    {
        foreach (var name in _tracked.Keys)
        {
            TakeMutation(name);
        }

        return _changes.Count == 0 && !_cleared
            ? SessionChanges.None
            : new SessionChanges(_cleared, new Dictionary<string, SessionChange>(_changes, StringComparer.Ordinal));
    }
}
