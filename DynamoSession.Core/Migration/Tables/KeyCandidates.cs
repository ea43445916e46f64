namespace DynamoSession.Core.Migration.Tables;

/// <summary>
/// The keys under which a session may be, the likeliest first. A change replaces the list as a whole; of two at once one may be lost,
/// and is learnt again with the next request.
/// </summary>
internal sealed class KeyCandidates(IReadOnlyList<LegacyKey> keys)
{
    private volatile IReadOnlyList<LegacyKey> _keys = keys;

    public IReadOnlyList<LegacyKey> InOrder => _keys;

    /// <summary>A session was found there, and so will be the others.</summary>
    public void Prefer(LegacyKey key)
    {
        var keys = _keys;
        if (keys[0] != key)
        {
            _keys = [key, .. keys.Where(other => other != key)];
        }
    }

    /// <summary>The table has another key attribute.</summary>
    /// <returns>Whether there are other attributes to try; the last one stays.</returns>
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

    public bool Includes(LegacyKey key) => _keys.Contains(key);
}
