namespace DynamoSession.Tests.Proof.Histories;

/// <summary>A browser's session cookie, which all its requests share, and the ones it had before.</summary>
internal sealed class SessionCookies
{
    private readonly Lock _lock = new();
    private readonly List<string> _all = [];
    private string? _current;

    /// <param name="earlier">Which of all cookies so far to choose; null for the current one.</param>
    public string? Choose(int? earlier)
    {
        lock (_lock)
        {
            return earlier is { } index && _all.Count > 0 ? _all[index % _all.Count] : _current;
        }
    }

    public void Take(HistoryRequest completed)
    {
        lock (_lock)
        {
            if (completed.CookieId is { } id)
            {
                _current = id;
                if (!_all.Contains(id))
                {
                    _all.Add(id);
                }
            }
            else if (completed.CookieExpired)
            {
                _current = null;
            }
        }
    }
}
