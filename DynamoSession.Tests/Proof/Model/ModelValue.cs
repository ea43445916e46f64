using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>A field's value in the model: DynamoDB's type, and the content as text.</summary>
/// <param name="Type">S, N, B, L or M; T for a BOOL, 0 for a NULL.</param>
/// <param name="Content">Text, a number, bytes in hexadecimal, the letters of a list, or the count and the letters of a basket.</param>
internal sealed record ModelValue(char Type, string Content)
{
    public static ModelValue Null { get; } = new('0', "");

    public static ModelValue Text(string text) => new('S', text);

    public static ModelValue Number(long number) => new('N', number.ToString(CultureInfo.InvariantCulture));

    public static ModelValue Flag(bool flag) => new('T', flag ? "true" : "false");

    public static ModelValue List(params IEnumerable<string> letters) => new('L', string.Concat(letters));

    public static ModelValue Basket(long count, params IEnumerable<string> letters) =>
        new('M', string.Create(CultureInfo.InvariantCulture, $"{count}:{string.Concat(letters)}"));

    public static ModelValue? Of(Basket? basket) => basket is null ? null : Basket(basket.Count, basket.Items);

    /// <summary>Returns how bytes are stored: as text if they are readable and could not be a number.</summary>
    public static ModelValue Of(byte[] bytes) => bytes.Length != 4 && Utf8.IsValid(bytes) && !bytes.Any(value => value < ' ')
        ? Text(Encoding.UTF8.GetString(bytes))
        : new('B', Convert.ToHexString(bytes));

    public long AsNumber => long.Parse(Content, CultureInfo.InvariantCulture);

    public IEnumerable<string> Letters => Content[(Content.IndexOf(':', StringComparison.Ordinal) + 1)..].Select(letter => letter.ToString());

    public long Count => long.Parse(Content.Split(':')[0], CultureInfo.InvariantCulture);

    /// <summary>Gets what <c>ISession</c> returns.</summary>
    public byte[] Bytes => Type switch
    {
        'B' => Convert.FromHexString(Content),
        'N' when int.TryParse(Content, CultureInfo.InvariantCulture, out var number) => BigEndian(number),
        'L' => JsonSerializer.SerializeToUtf8Bytes(Letters),
        'M' => JsonSerializer.SerializeToUtf8Bytes(new Basket { Count = Count, Items = [.. Letters] }),
        '0' => "null"u8.ToArray(),
        _ => Encoding.UTF8.GetBytes(Content),
    };

    /// <summary>Returns the result of a typed read, as text; "refused" if the type cannot be read.</summary>
    public string ReadAs(Verb verb) => (verb, Type) switch
    {
        (Verb.GetText or Verb.GetInt or Verb.GetList or Verb.GetBasket, '0') => Shown(null),
        // Text is read as JSON.
        (Verb.GetList or Verb.GetBasket, 'S' or 'B') when Bytes.AsSpan().SequenceEqual("null"u8) => Shown(null),
        (Verb.GetList, 'S') when Content == JsonSerializer.Serialize(Step.JsonTextOfList) => Shown(string.Concat(Step.JsonTextOfList)),
        (Verb.GetText, 'S') => Shown(Content),
        (Verb.GetText, 'B') when Utf8.IsValid(Bytes) => Shown(Encoding.UTF8.GetString(Bytes)),
        (Verb.GetInt, 'N') when int.TryParse(Content, CultureInfo.InvariantCulture, out _) => Shown(Content),
        (Verb.GetInt, 'B') when Bytes is { Length: 4 } bytes => Shown(BinaryPrimitives.ReadInt32BigEndian(bytes)),
        (Verb.GetLong, 'N') or (Verb.GetFlag, 'T') or (Verb.GetList, 'L') or (Verb.GetBasket, 'M') => Shown(Content),
        _ => "refused",
    };

    public static string Shown(object? read) => string.Create(CultureInfo.InvariantCulture, $"<{read ?? "null"}>");

    public override string ToString() => $"{Type}<{Content}>";

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
