using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Wire;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes calls for single items over the wire, and by the SDK where the wire steps aside.</summary>
/// <param name="wire">Sends the requests.</param>
/// <param name="sdk">Makes calls by the SDK.</param>
/// <param name="options">The table and its attributes.</param>
internal sealed class WireItemCalls(DynamoDbWire wire, SdkItemCalls sdk, SessionTableOptions options)
{
    private readonly RequestBodies _requests = new(options);
    private readonly ResponseBodies _responses = new(options.FieldsAttribute);

    /// <inheritdoc cref="ItemCalls.GetAsync"/>
    public async ValueTask<ItemResponse> GetAsync(string id, bool consistentRead, bool wantsUnits, CancellationToken cancellationToken)
    {
        var answer = await wire.SendAsync(WireOperation.GetItem, _requests.Get(id, consistentRead, wantsUnits), cancellationToken).ConfigureAwait(false);
        return Noted(answer, _responses.OfGet(answer)) ?? await sdk.GetAsync(id, consistentRead, wantsUnits, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ItemCalls.UpdateAsync"/>
    public async ValueTask<ItemResponse> UpdateAsync(
        string id, UpdateExpression expression, ReturnValue? returnValues, bool wantsUnits, CancellationToken cancellationToken)
    {
        var body = _requests.Update(id, expression, returnValues, wantsUnits);
        var answer = await wire.SendAsync(WireOperation.UpdateItem, body, cancellationToken).ConfigureAwait(false);

        // It may have been applied already.
        return Noted(answer, _responses.OfUpdate(answer)) ?? await sdk.UpdateAsync(id, expression, returnValues, wantsUnits, cancellationToken).ConfigureAwait(false);
    }

    private ItemResponse? Noted(WireAnswer answer, ItemResponse? response)
    {
        if (answer.Outcome != WireOutcome.Unanswered)
        {
            // DynamoDB vouches for a verified response: if it can't be read, that is because of this item only.
            wire.Note(isUsable: response is not null || answer.IsVerified);
        }

        return response;
    }
}
