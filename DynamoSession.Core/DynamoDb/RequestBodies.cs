using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Writes the bodies of requests, which mean the same as the requests of <see cref="SessionRequests"/>.</summary>
/// <param name="options">The table and its attributes.</param>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">DynamoDB low-level API</seealso>
internal sealed class RequestBodies(SessionTableOptions options)
{
    private readonly byte[] _beforeId = Encoding.UTF8.GetBytes(
        $$$"""{"TableName":"{{{Encoded(options.TableName)}}}","Key":{"{{{Encoded(options.KeyAttribute)}}}":{"S":"{{{Encoded(options.KeyPrefix)}}}""");

    /// <inheritdoc cref="SessionRequests.Get"/>
    public byte[] Get(string id, bool consistentRead, bool wantsUnits) =>
    [
        .. _beforeId,
        .. Encoded(id).EncodedUtf8Bytes,
        .. "\"}}"u8,
        .. consistentRead ? ",\"ConsistentRead\":true"u8 : [],
        .. wantsUnits ? ",\"ReturnConsumedCapacity\":\"TOTAL\""u8 : [],
        .. "}"u8,
    ];

    /// <inheritdoc cref="SessionRequests.Update"/>
    public byte[] Update(string id, UpdateExpression expression, ReturnValue? returnValues, bool wantsUnits)
    {
        using var buffer = JsonBuffer.Rent();
        var body = new BodyText(buffer);
        body.Append(_beforeId);
        body.Append(Encoded(id).EncodedUtf8Bytes);
        body.Append("\"}},\"UpdateExpression\":"u8);
        body.Append(expression.Update);
        body.Append(",\"ConditionExpression\":"u8);
        body.Append(expression.Condition);
        body.Append(",\"ExpressionAttributeNames\":{"u8);
        var isFirst = true;
        foreach (var (placeholder, name) in expression.Names)
        {
            body.AppendMember(placeholder, name, isFirst);
            isFirst = false;
        }

        if (expression.Values.Count > 0)
        {
            body.Append("},\"ExpressionAttributeValues\":{"u8);
            isFirst = true;
            foreach (var (placeholder, value) in expression.Values)
            {
                body.AppendMember(placeholder, value.Utf8Json.Span, isFirst);
                isFirst = false;
            }
        }

        body.Append("}"u8);
        if (returnValues is not null)
        {
            body.Append(",\"ReturnValues\":"u8);
            body.Append(returnValues.Value);
        }

        body.Append(",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\""u8);
        body.Append(wantsUnits ? ",\"ReturnConsumedCapacity\":\"TOTAL\"}"u8 : "}"u8);
        return buffer.Written.ToArray();
    }

    private static JsonEncodedText Encoded(string text) => JsonEncodedText.Encode(text, DynamoDbJson.Writing.Encoder);
}
