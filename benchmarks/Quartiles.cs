using System.Globalization;

namespace DynamoSession.Benchmarks;

/// <summary>The middle of what was measured in several rounds, and how far half of it is apart: the machine's noise.</summary>
internal readonly record struct Quartiles(double Lower, double Median, double Upper)
{
    public static Quartiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(sorted[sorted.Length / 4], sorted[sorted.Length / 2], sorted[sorted.Length * 3 / 4]);
    }

    public string ToString(string format) => string.Create(
        CultureInfo.InvariantCulture, $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Lower.ToString(format, CultureInfo.InvariantCulture)}-{Upper.ToString(format, CultureInfo.InvariantCulture)})");
}
