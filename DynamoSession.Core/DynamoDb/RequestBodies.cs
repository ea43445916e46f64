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
    private readonly JsonEncodedText _tableName = Encoded(options.TableName);
    private readonly JsonEncodedText _key = Encoded(options.KeyAttribute);
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
        using var body = JsonBuffer.Rent();
        var writer = body.Writer;
        Start(writer, id);
        writer.WriteString("UpdateExpression"u8, expression.Update);
        writer.WriteString("ConditionExpression"u8, expression.Condition);
        writer.WriteStartObject("ExpressionAttributeNames"u8);
        foreach (var (placeholder, name) in expression.Names)
        {
            writer.WriteString(placeholder, name);
        }

        writer.WriteEndObject();
        if (expression.Values.Count > 0)
        {
            writer.WriteStartObject("ExpressionAttributeValues"u8);
            foreach (var (placeholder, value) in expression.Values)
            {
                writer.WritePropertyName(placeholder);
                writer.WriteRawValue(value.Utf8Json.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        if (returnValues is not null)
        {
            writer.WriteString("ReturnValues"u8, returnValues.Value);
        }

        writer.WriteString("ReturnValuesOnConditionCheckFailure"u8, "ALL_OLD"u8);
        End(writer, wantsUnits);
        return body.Written.ToArray();
    }

    private static JsonEncodedText Encoded(string text) => JsonEncodedText.Encode(text, DynamoDbJson.Writing.Encoder);

    private static void End(Utf8JsonWriter writer, bool wantsUnits)
    {
        if (wantsUnits)
        {
            writer.WriteString("ReturnConsumedCapacity"u8, "TOTAL"u8);
        }

        writer.WriteEndObject();
    }

    private void Start(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("TableName"u8, _tableName);
        writer.WriteStartObject("Key"u8);
        writer.WriteStartObject(_key);
        writer.WriteString("S"u8, options.KeyPrefix + id);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
