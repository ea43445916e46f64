using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes calls for single items: over the wire where that is possible, and otherwise by the SDK, whose exceptions get out.</summary>
/// <param name="sdk">Makes calls by the SDK.</param>
/// <param name="wire">Makes calls over the wire; <see langword="null"/> for none.</param>
internal sealed class ItemCalls(SdkItemCalls sdk, WireItemCalls? wire)
{
    /// <param name="id">The public id.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be visible.</param>
    /// <param name="wantsUnits">Whether to ask for the consumed capacity units.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<ItemResponse> GetAsync(string id, bool consistentRead, bool wantsUnits, CancellationToken cancellationToken) =>
        wire is not null && await wire.GetAsync(id, consistentRead, wantsUnits, cancellationToken).ConfigureAwait(false) is { } response
            ? response
            : await sdk.GetAsync(id, consistentRead, wantsUnits, cancellationToken).ConfigureAwait(false);

    /// <param name="id">The public id.</param>
    /// <param name="expression">The update, which takes effect once if it is repeated.</param>
    /// <param name="returnValues">Which item is returned by an update that is applied; <see langword="null"/> for none. One that is refused returns the stored item.</param>
    /// <param name="wantsUnits">Whether to ask for the consumed capacity units.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<ItemResponse> UpdateAsync(
        string id, UpdateExpression expression, ReturnValue? returnValues, bool wantsUnits, CancellationToken cancellationToken) =>
        wire is not null && await wire.UpdateAsync(id, expression, returnValues, wantsUnits, cancellationToken).ConfigureAwait(false) is { } response
            ? response
            : await sdk.UpdateAsync(id, expression, returnValues, wantsUnits, cancellationToken).ConfigureAwait(false);
}
