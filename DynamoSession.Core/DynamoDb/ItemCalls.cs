using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Wire;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes calls for single items: over the wire where that is possible, and otherwise by the SDK, whose exceptions get out.</summary>
/// <param name="sdk">Makes calls by the SDK.</param>
/// <param name="wire">Makes calls over the wire; <see langword="null"/> for none.</param>
internal sealed class ItemCalls(SdkItemCalls sdk, WireItemCalls? wire)
{
    /// <param name="sdk">Makes calls by the SDK.</param>
    /// <param name="wire">Sends requests without the SDK; <see langword="null"/> to make every call by the SDK.</param>
    /// <param name="options">The table and its attributes.</param>
    public static ItemCalls Of(SdkItemCalls sdk, DynamoDbWire? wire, SessionTableOptions options) => new(sdk, wire is null ? null : new(wire, sdk, options));

    /// <param name="id">The public id.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be visible.</param>
    /// <param name="wantsUnits">Whether to ask for the consumed capacity units.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<ItemResponse> GetAsync(string id, bool consistentRead, bool wantsUnits, CancellationToken cancellationToken) =>
        wire?.GetAsync(id, consistentRead, wantsUnits, cancellationToken) ?? new(sdk.GetAsync(id, consistentRead, wantsUnits, cancellationToken));

    /// <param name="id">The public id.</param>
    /// <param name="expression">The update, which takes effect once if it is repeated.</param>
    /// <param name="returnValues">Which item is returned by an update that is applied; <see langword="null"/> for none. One that is refused returns the stored item.</param>
    /// <param name="wantsUnits">Whether to ask for the consumed capacity units.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<ItemResponse> UpdateAsync(
        string id, UpdateExpression expression, ReturnValue? returnValues, bool wantsUnits, CancellationToken cancellationToken) =>
        wire?.UpdateAsync(id, expression, returnValues, wantsUnits, cancellationToken)
        ?? new(sdk.UpdateAsync(id, expression, returnValues, wantsUnits, cancellationToken));
}
