using DynamoSession.Core;

namespace Snippets;

#region audited-table
internal sealed class AuditedTable(ISessionTable inner) : DelegatingSessionTable(inner)
{
    private int _destroyed;

    public int Destroyed => _destroyed;

    public override async Task<bool> DestroyAsync(string id, CancellationToken cancellationToken)
    {
        var wasAlive = await base.DestroyAsync(id, cancellationToken);
        if (wasAlive)
        {
            Interlocked.Increment(ref _destroyed);
        }

        return wasAlive;
    }
}
#endregion
