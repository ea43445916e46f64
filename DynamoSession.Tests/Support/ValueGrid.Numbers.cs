using System.Globalization;
using System.Numerics;

namespace DynamoSession.Tests.Support;

public static partial class ValueGrid
{
    private const string TooManyDigits = "38 significant digits";
    private const string TooLarge = "9.99E+125";
    private const string TooSmall = "1E-130";

    private static IEnumerable<ValueGridCase> Integers() =>
    [
        .. IntegersOf<byte>("byte"), .. IntegersOf<sbyte>("sbyte"), .. IntegersOf<short>("short"), .. IntegersOf<ushort>("ushort"),
        .. IntegersOf<int>("int"), .. IntegersOf<uint>("uint"), .. IntegersOf<long>("long"), .. IntegersOf<ulong>("ulong"),
        .. SameAll<Int128>(
            "Int128", 0, 1, -1, 100, long.MinValue, ulong.MaxValue, Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture),
            Int128.Parse("-" + new string('9', 38), CultureInfo.InvariantCulture), Int128.Parse("1" + new string('0', 38), CultureInfo.InvariantCulture)),
        .. SameAll<UInt128>(
            "UInt128", 0, 1, 100, ulong.MaxValue, UInt128.Parse(new string('9', 38), CultureInfo.InvariantCulture),
            UInt128.Parse("2" + new string('0', 38), CultureInfo.InvariantCulture)),
        .. SameAll<BigInteger>(
            "BigInteger", 0, 1, -1, 1000, long.MaxValue, Big(new string('9', 38)), Big("-" + new string('9', 38)), Big("1" + new string('0', 125)),
            Big(new string('9', 38) + new string('0', 88)), Big("-" + new string('9', 38) + new string('0', 88)), BigInteger.Pow(2, 126)),
    ];

    private static IEnumerable<ValueGridCase> IntegersOf<T>(string name)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T[] values =
        [
            T.Zero, T.One, T.MinValue, T.MinValue + T.One, T.MaxValue, T.MaxValue - T.One, T.CreateChecked(10), T.CreateChecked(100), T.CreateChecked(120),
        ];
        return [.. SameAll(name, values), .. SameAll<T?>(name + "?", null, T.Zero, T.MaxValue)];
    }

    private static IEnumerable<ValueGridCase> Fractions() =>
    [
        .. SameAll(
            "decimal", 0m, 0.0m, 1m, -1m, 1.50m, 0.1m, -0.1m, 100m, 100.00m, 0.0000001m, 0.00000001m, 0.0000000000000000000000000001m, 1.0000000000000000000000000001m,
            decimal.MaxValue, decimal.MinValue, 79228162514264337593543950.335m, 12345678901234567890.12345678m, -99999999.99m),
        .. SameAll<decimal?>("decimal?", null, 1.5m),
        .. SameAll(
            "double", 0d, -0d, 1d, -1d, 0.1, 0.2, 0.1 + 0.2, 1d / 3, 2d / 3, Math.PI, Math.E, 1e15, 1e16, 1e17, 1e20, 1e21, 1e22, 1e100, 1e125, -1e125,
            9.99e125, 1e-5, 1e-6, 1e-7, 1e-8, 1.5e-9, 1e-100, 1e-130, -1e-130, 123456789.123456789, 4503599627370497.5, 9007199254740993,
            double.BitIncrement(1), double.BitDecrement(1)),
        .. SameAll<double?>("double?", null, 0.1),
        .. SameAll("float", 0f, -0f, 1f, 0.1f, 1f / 3, float.Pi, float.MaxValue, float.MinValue, float.Epsilon, 1e10f, 16777217f, 1e-10f, float.BitIncrement(1)),
        .. SameAll("Half", Narrow(0), Narrow(1), Narrow(0.1f), Half.MaxValue, Half.MinValue, Half.Epsilon),
        .. SameAll("point", new GridPoint(0.1, -1e100), new GridPoint(1e-130, 9e125)),
    ];

    private static IEnumerable<ValueGridCase> RefusedNumbers() =>
    [
        Refused("Int128, 39 digits", Int128.MaxValue, TooManyDigits),
        Refused("Int128, 39 digits, negative", Int128.MinValue, TooManyDigits),
        Refused("Int128?, 39 digits", (Int128?)Int128.MaxValue, TooManyDigits),
        Refused("UInt128, 39 digits", UInt128.MaxValue, TooManyDigits),
        Refused("BigInteger, 39 digits", Big(new string('9', 39)), TooManyDigits),
        Refused("BigInteger, 39 digits, last is 1", Big("1" + new string('0', 37) + "1"), TooManyDigits),
        Refused("BigInteger, 39 digits and zeros", Big(new string('9', 39) + "000"), TooManyDigits),
        Refused("BigInteger, 1E+126", BigInteger.Pow(10, 126), TooLarge),
        Refused("BigInteger, -1E+126", -BigInteger.Pow(10, 126), TooLarge),
        Refused("BigInteger, 10000 digits", BigInteger.Pow(10, 10_000), TooLarge),
        Refused("BigInteger, 39 digits in a list", new List<BigInteger> { 1, Big(new string('8', 39)) }, TooManyDigits),
        Refused("double, 1E+126", 1e126, TooLarge),
        Refused("double, -1E+126", -1e126, TooLarge),
        Refused("double, largest", double.MaxValue, TooLarge),
        Refused("double, lowest", double.MinValue, TooLarge),
        Refused("double, below 1E-130", 9.9e-131, TooSmall),
        Refused("double, -1E-131", -1e-131, TooSmall),
        Refused("double, smallest", double.Epsilon, TooSmall),
        Refused("double, NaN", double.NaN, "NaN"),
        Refused("double, infinity", double.PositiveInfinity, "infinity"),
        Refused("double, minus infinity", double.NegativeInfinity, "infinity"),
        Refused("double?, NaN", (double?)double.NaN, "NaN"),
        Refused("float, NaN", float.NaN, "NaN"),
        Refused("float, infinity", float.PositiveInfinity, "infinity"),
        Refused("Half, NaN", Half.NaN, "NaN"),
        Refused("Half, infinity", Half.NegativeInfinity, "infinity"),
        Refused("record, NaN", new GridPoint(double.NaN, 0), "NaN"),
        Refused("record, infinity", new GridPoint(0, double.NegativeInfinity), "infinity"),
        Refused("record, largest double", new GridPoint(0, double.MaxValue), TooLarge),
        Refused("record, smallest double", new GridPoint(double.Epsilon, 0), TooSmall),
        Refused("list, NaN", new List<double> { 1, double.NaN }, "NaN"),
        Refused("source-generated, NaN", new GridPoint(double.NaN, 0), "NaN", GridContext.Default.GridPoint),
        Refused("source-generated, 1E+126", [1e126], TooLarge, GridContext.Default.DoubleArray),
        Refused<object>("object, infinity", float.NegativeInfinity, "infinity"),
    ];

    private static BigInteger Big(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    private static Half Narrow(float value) => (Half)value;
}
