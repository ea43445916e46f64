using global::Storefront;

namespace DynamoSession.Tests.Storefront;

[TestFixture]
public sealed class TimeInWordsTests
{
    [TestCase("-00:00:01", "just now")]
    [TestCase("00:00:00", "just now")]
    [TestCase("00:04:59", "just now")]
    [TestCase("00:05:00", "5 minutes ago")]
    [TestCase("00:59:59", "59 minutes ago")]
    [TestCase("01:00:00", "1 hour ago")]
    [TestCase("02:00:00", "2 hours ago")]
    [TestCase("23:59:59", "23 hours ago")]
    [TestCase("1.00:00:00", "1 day ago")]
    [TestCase("13.23:59:59", "13 days ago")]
    public void A_time_is_told_in_its_largest_unit(string time, string words)
    {
        Assert.That(TimeInWords.Ago(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(words));
    }
}
