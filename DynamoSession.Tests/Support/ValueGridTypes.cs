using System.Text.Json.Serialization;

namespace DynamoSession.Tests.Support;

public enum GridColor
{
    Red,
    Green = 7,
    Blue = -1,
}

[Flags]
public enum GridRights : long
{
    None = 0,
    Read = 1,
    Write = 2,
    All = long.MaxValue,
}

public enum GridByte : byte
{
    Zero,
    Full = 255,
}

public sealed record GridProduct(string Sku, int Quantity, decimal Price);

public sealed record GridCart(string Customer, List<GridProduct> Products, Dictionary<string, string> Notes, GridCart? Previous = null);

public readonly record struct GridPoint(double X, double Y);

public sealed class GridMutable
{
    public string? Text { get; set; }

    public byte[]? Bytes { get; set; }

    public ReadOnlyMemory<byte> Memory { get; set; }

    public GridColor Color { get; set; }

    public DateTimeOffset? When { get; set; }

    [JsonPropertyName("odd.name[0]#\u20AC")]
    public int Odd { get; set; }

    [JsonIgnore]
    public int Ignored { get; set; }
}

public sealed class GridNode
{
    public GridNode? Next { get; set; }
}

public sealed class GridExtended
{
    public string? Known { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Others { get; set; }
}

[JsonDerivedType(typeof(GridCircle), "circle")]
[JsonDerivedType(typeof(GridSquare), "square")]
public abstract record GridShape;

public sealed record GridCircle(double Radius) : GridShape;

public sealed record GridSquare(double Side) : GridShape;

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(GridCart))]
[JsonSerializable(typeof(GridPoint))]
[JsonSerializable(typeof(GridNode))]
[JsonSerializable(typeof(GridColor))]
[JsonSerializable(typeof(GridShape))]
[JsonSerializable(typeof(GridMutable))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(char))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class GridContext : JsonSerializerContext;
