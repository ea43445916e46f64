namespace DynamoSession.Core.Fields;

// Taking changes in order to write them, and applying the outcome.
public sealed partial class SessionFields
{
    /// <summary>Gets whether nothing is changed or taken, and no object was read that its reader could mutate.</summary>
    internal bool IsUntouched
    {
        get
        {
            lock (_lock)
            {
                return HasNoChanges && _taken is null && (_tracked.Count == 0 || _tracked.Values.All(static instance => instance.IsImmutable));
            }
        }
    }

    private bool HasNoChanges => _changes.Count == 0 && !_cleared;

    /// <summary>Returns all changes that are not known to be stored, including those that were taken but neither accepted nor put back yet.</summary>
    public SessionChanges GetChanges()
    {
        lock (_lock)
        {
            var pending = Pending();
            return _taken is null ? pending : WithoutNoOps(_taken.Then(pending), _storedBeforeTaken!);
        }
    }

    /// <summary>
    /// Takes the changes in order to write them, with each object that was read encoded once. They then count as stored; afterwards, call
    /// <see cref="AcceptTaken"/> if they are, or <see cref="PutBackTaken"/> if they are not.
    /// </summary>
    /// <returns>The changes, which later changes don't affect.</returns>
    /// <exception cref="ArgumentException">DynamoDB cannot store an object exactly as it is now. Nothing was taken.</exception>
    /// <exception cref="InvalidOperationException">The changes taken before have been neither accepted nor put back.</exception>
    public SessionChanges TakeChanges()
    {
        lock (_lock)
        {
            if (_taken is not null)
            {
                throw new InvalidOperationException("Changes have already been taken. Call AcceptTaken if they were stored, or PutBackTaken if they were not, before taking changes again.");
            }

            TakeMutations();
            if (HasNoChanges)
            {
                return SessionChanges.None;
            }

            // Later changes are put elsewhere, so it need not be copied.
            var taken = new SessionChanges(_cleared, _changes);
            _storedBeforeTaken = _stored;
            _stored = taken.After(_stored);
            _taken = taken;
            _changes = NoChanges;
            _cleared = false;
            foreach (var (name, instance) in _tracked)
            {
                if (taken.Fields.ContainsKey(name))
                {
                    instance.MarkAsTaken();
                }

                // A default value that was mutated is no longer a default.
                instance.IsDefault &= Stored(name) is null;
            }

            return taken;
        }
    }

    /// <summary>Confirms that the changes taken are stored, and thereby the session.</summary>
    public void AcceptTaken()
    {
        lock (_lock)
        {
            _isStored = true;
            _taken = null;
            _storedBeforeTaken = null;
        }
    }

    /// <summary>Takes back the changes taken, because they are not stored. Later changes take precedence over them.</summary>
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
                PutChange(name, change);
            }
        }
    }

    /// <summary>Continues from the fields that other requests have stored. The changes are kept; all other fields are read again.</summary>
    /// <param name="stored">The fields by name, which are not modified.</param>
    /// <exception cref="InvalidOperationException">The changes taken before have been neither accepted nor put back.</exception>
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
            _isStored = true;
        }
    }

    /// <summary>Throws if the changes make the session too large.</summary>
    /// <param name="changes">The result of the last call of <see cref="GetChanges"/>.</param>
    /// <param name="maxBytes">The maximum size of the fields in bytes, names included, as counted by DynamoDB.</param>
    /// <exception cref="SessionTooLargeException">The fields exceed the maximum, and are larger than before the changes. The message lists the largest fields.</exception>
    public void ThrowIfTooLarge(SessionChanges changes, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_lock)
        {
            changes.ThrowIfTooLarge(maxBytes, _storedBeforeTaken ?? _stored);
        }
    }

    /// <summary>Returns the change of one field that has not been taken; null if there is none.</summary>
    internal SessionChange? GetChange(string name)
    {
        lock (_lock)
        {
            TakeMutation(name);
            return _changes.GetValueOrDefault(name);
        }
    }

    /// <summary>Reverts one field, among the changes taken, to its earlier change. The field is then read again.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="before">The earlier result of <see cref="GetChange"/>; the fields must not have been cleared since.</param>
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
            _stored = _taken.After(_storedBeforeTaken!);
        }
    }

    private static bool AreEqual(SessionValue? left, SessionValue? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.ContentEquals(right));

    private SessionChanges WithoutNoOps(SessionChanges changes, IReadOnlyDictionary<string, SessionValue> stored)
    {
        var clearsAll = changes.ClearsAll && (_isStored || stored.Count > 0);
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
        TakeMutations();
        return HasNoChanges ? SessionChanges.None : new SessionChanges(_cleared, new Dictionary<string, SessionChange>(_changes, StringComparer.Ordinal));
    }

    private void TakeMutations()
    {
        foreach (var name in _tracked.Keys)
        {
            TakeMutation(name);
        }
    }
}
