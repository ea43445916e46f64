namespace DynamoSession.Core;

/// <summary>A table that forwards every call to another table. Base class for decorators that override only some calls.</summary>
/// <remarks>
/// Optional capabilities are those of the inner table. A decorator that also intercepts leases implements
/// <see cref="ISessionLeaseTable"/> itself, and forwards its calls to <c>Inner.GetCapability&lt;ISessionLeaseTable&gt;()</c>.
/// </remarks>
public abstract class DelegatingSessionTable : ISessionTable
{
    /// <summary>Wraps a table.</summary>
    /// <param name="inner">The table to which calls are forwarded.</param>
    protected DelegatingSessionTable(ISessionTable inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>Gets the table to which calls are forwarded.</summary>
    protected ISessionTable Inner { get; }

    /// <inheritdoc/>
    public virtual Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
        Inner.LoadAsync(id, consistentRead, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) =>
        Inner.CreateAsync(creation, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) =>
        Inner.CommitAsync(commit, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        Inner.TouchAsync(id, idleTimeout, expiresAt, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        Inner.FenceAsync(fence, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => Inner.DestroyAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual TCapability? GetCapability<TCapability>()
        where TCapability : class => this as TCapability ?? Inner.GetCapability<TCapability>();
}
