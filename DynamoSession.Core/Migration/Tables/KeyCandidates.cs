namespace DynamoSession.Core.Migration.Tables;

/// <summary>
/// The keys under which a session may be stored, most likely first. An update replaces the whole list; if two updates coincide, one may be
/// lost and is repeated by the next request.
/// </summary>
internal sealed class KeyCandidates(IReadOnlyList<LegacyKey> keys)
{
    private volatile IReadOnlyList<LegacyKey> _keys = keys;

    public IReadOnlyList<LegacyKey> InOrder => _keys;

    /// <summary>Moves the key to the front, because a session was found under it.</summary>
    public void Prefer(LegacyKey key)
    {
        var keys = _keys;
        if (keys[0] != key)
        {
            _keys = [key, .. keys.Where(other => other != key)];
        }
    }

    /// <summary>Removes the keys with an attribute that is not the table's key.</summary>
    /// <returns>Whether there are other attributes to try. The last one is never removed.</returns>
    public bool TryExclude(string attribute)
    {
        var others = _keys.Where(key => key.Attribute != attribute).ToArray();
        if (others.Length == 0)
        {
            return false;
        }

        _keys = others;
        return true;
    }

    public bool Contains(LegacyKey key) => _keys.Contains(key);
}
