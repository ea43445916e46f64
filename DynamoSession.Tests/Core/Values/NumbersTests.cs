using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Tests.Core.Values;

public sealed class NumbersTests
{
    private const string Digits38 = "12345678901234567890123456789012345678";

    [TestCase("0", "0")]
    [TestCase("-0", "0")]
    [TestCase("0.000", "0")]
    [TestCase("0E+50", "0")]
    [TestCase("007", "7")]
    [TestCase("+7", "7")]
    [TestCase("-7", "-7")]
    [TestCase("100", "100")]
    [TestCase("100.0", "100")]
    [TestCase("1E2", "100")]
    [TestCase("1e+2", "100")]
    [TestCase("1.50", "1.5")]
    [TestCase("-1.50", "-1.5")]
    [TestCase(".5", "0.5")]
    [TestCase("5.", "5")]
    [TestCase("12.5E1", "125")]
    [TestCase("125E-1", "12.5")]
    [TestCase("1E-7", "0.0000001")]
    [TestCase("1E-8", "1E-8")]
    [TestCase("0.0000000015", "1.5E-9")]
    [TestCase("-15E-10", "-1.5E-9")]
    [TestCase("1E-130", "1E-130")]
    [TestCase("0.00012E-126", "1.2E-130")]
    [TestCase(Digits38, Digits38)]
    [TestCase("0." + Digits38, "0." + Digits38)]
    [TestCase(Digits38 + ".000", Digits38)]
    [TestCase(Digits38 + "E-130", "1.2345678901234567890123456789012345678E-93")]
    public void A_number_has_one_text(string text, string canonical)
    {
        var result = Canonical(text);

        Assert.That(result, Is.EqualTo(canonical));
    }

    [Test]
    public void An_integer_never_has_an_exponent()
    {
        var result = Canonical("9.9E+125");

        Assert.That(result, Is.EqualTo("99" + new string('0', 124)));
    }

    [TestCase(Digits38 + "9", "38 significant digits")]
    [TestCase("0." + Digits38 + "9", "38 significant digits")]
    [TestCase("1E+126", "9.99E+125")]
    [TestCase("10E+125", "9.99E+125")]
    [TestCase("1E+999999999999999999999", "9.99E+125")]
    [TestCase("9.9E-131", "1E-130")]
    [TestCase("1E-999999999999999999999", "1E-130")]
    public void A_number_that_does_not_fit_is_refused_with_the_limit(string text, string limit)
    {
        Assert.That(() => Canonical(text), Throws.ArgumentException.With.Message.Contains(limit).And.Message.Contains("'points'"));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1.2.3")]
    [TestCase("1E")]
    [TestCase("1E+")]
    [TestCase("1 ")]
    [TestCase("NaN")]
    [TestCase("0x10")]
    [TestCase("1E5.0")]
    public void A_malformed_number_is_rejected(string text)
    {
        var problem = DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), out _);

        Assert.That(problem, Is.EqualTo(NumberProblem.Malformed));
    }

    [TestCase("1", "2", "3")]
    [TestCase("0.1", "0.2", "0.3")]
    [TestCase("5", "-5", "0")]
    [TestCase("999", "1", "1000")]
    [TestCase("1E20", "1", "100000000000000000001")]
    [TestCase("-1.5", "1", "-0.5")]
    [TestCase("9223372036854775807", "1", "9223372036854775808")]
    [TestCase("99999999999999999999999999999999999999", "1", "100000000000000000000000000000000000000")]
    [TestCase("1E-130", "0", "1E-130")]
    public void A_sum_is_exact(string left, string right, string sum)
    {
        var result = Numbers.Add("points", DynamoDbJson.Number(left), DynamoDbJson.Number(right));

        Assert.That(Encoding.UTF8.GetString(result.Utf8Json.Span), Is.EqualTo($$"""{"N":"{{sum}}"}"""));
    }

    [TestCase("1E+38", "0.1", "38 significant digits")]
    [TestCase("1E+125", "1E-130", "38 significant digits")]
    [TestCase("9E+125", "1E+125", "9.99E+125")]
    [TestCase("1E-129", "-0.95E-129", "1E-130")]
    public void A_sum_that_does_not_fit_is_refused(string left, string right, string limit)
    {
        Assert.That(
            () => Numbers.Add("points", DynamoDbJson.Number(left), DynamoDbJson.Number(right)),
            Throws.ArgumentException.With.Message.Contains(limit).And.Message.Contains("'points'"));
    }

    [Test]
    public void Any_number_comes_back()
    {
        var codec = new SessionFieldCodec(SessionFieldCodec.CreateDefaultOptions());
        var random = new Random(20_260_715);
        for (var round = 0; round < 20_000; round++)
        {
            var fraction = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-120, 126));
            var money = new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29));
            var whole = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

            Assert.That(codec.Decode<double>("f", codec.Encode("f", fraction)), Is.EqualTo(fraction));
            Assert.That(codec.Decode<decimal>("f", codec.Encode("f", money)), Is.EqualTo(money));
            Assert.That(codec.Decode<long>("f", codec.Encode("f", whole)), Is.EqualTo(whole));
            Assert.That(codec.Decode<double[]>("f", codec.Encode("f", new[] { fraction })), Is.EqualTo(new[] { fraction }));
        }
    }

    [Test]
    public void An_increment_adds_to_whatever_notation_is_stored()
    {
        var stored = DynamoDbJson.Number("1E+2");

        var result = SessionChange.Increment(-1).ApplyTo("points", stored);

        Assert.That(result!.ContentEquals(DynamoDbJson.Number("99")), Is.True);
    }

    private static string Canonical(string text)
    {
        var canonical = Numbers.Canonical("points", Encoding.ASCII.GetBytes(text), new byte[DecimalNumber.MaxTextLength]);
        return Encoding.ASCII.GetString(canonical);
    }
}
