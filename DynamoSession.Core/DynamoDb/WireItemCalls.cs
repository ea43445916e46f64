using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Wire;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Makes calls for single items over the wire.</summary>
/// <param name="wire">Sends the requests.</param>
/// <param name="options">The table and its attributes.</param>
internal sealed class WireItemCalls(DynamoDbWire wire, SessionTableOptions options)
{
    private readonly RequestBodies _requests = new(options);
    private readonly ResponseBodies _responses = new(options.FieldsAttribute);

    /// <inheritdoc cref="ItemCalls.GetAsync"/>
    /// <returns><see langword="null"/> if the call must be made by the SDK.</returns>
    public async ValueTask<ItemResponse?> GetAsync(string id, bool consistentRead, bool wantsUnits, CancellationToken cancellationToken)
    {
        var answer = await wire.SendAsync(WireOperation.GetItem, _requests.Get(id, consistentRead, wantsUnits), cancellationToken).ConfigureAwait(false);
        return Noted(answer, _responses.OfGet(answer));
    }

    /// <inheritdoc cref="ItemCalls.UpdateAsync"/>
    /// <returns><see langword="null"/> if the call must be made by the SDK. It may have been applied already.</returns>
    public async ValueTask<ItemResponse?> UpdateAsync(
        string id, UpdateExpression expression, ReturnValue? returnValues, bool wantsUnits, CancellationToken cancellationToken)
    {
        var body = _requests.Update(id, expression, returnValues, wantsUnits);
        var answer = await wire.SendAsync(WireOperation.UpdateItem, body, cancellationToken).ConfigureAwait(false);
        return Noted(answer, _responses.OfUpdate(answer));
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
