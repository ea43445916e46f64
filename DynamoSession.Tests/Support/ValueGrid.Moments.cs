namespace DynamoSession.Tests.Support;

public static partial class ValueGrid
{
    private static readonly DateTime Noon = new(2026, 7, 15, 12, 34, 56);

    private static IEnumerable<ValueGridCase> Moments() =>
    [
        Moment("UTC", DateTime.SpecifyKind(Noon, DateTimeKind.Utc)),
        Moment("local", DateTime.SpecifyKind(Noon, DateTimeKind.Local)),
        Moment("unspecified", Noon),
        Moment("to the tick", DateTime.SpecifyKind(Noon.AddTicks(1_234_567), DateTimeKind.Utc)),
        Moment("one tick", Noon.AddTicks(1)),
        Moment("first", DateTime.MinValue),
        Moment("first UTC", DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)),
        Moment("last", DateTime.MaxValue),
        Moment("last UTC", DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)),
        Moment("leap day", new DateTime(2024, 2, 29)),
        Moment("epoch", DateTime.UnixEpoch),
        Same("DateTime?, null", (DateTime?)null),

        Moment("UTC", new DateTimeOffset(Noon, TimeSpan.Zero)),
        Moment("east", new DateTimeOffset(Noon, TimeSpan.FromHours(5.5))),
        Moment("west", new DateTimeOffset(Noon, TimeSpan.FromHours(-11))),
        Moment("farthest east", new DateTimeOffset(Noon, TimeSpan.FromHours(14))),
        Moment("farthest west", new DateTimeOffset(Noon, TimeSpan.FromHours(-14))),
        Moment("to the tick", new DateTimeOffset(Noon.AddTicks(7), TimeSpan.FromMinutes(90))),
        Moment("first", DateTimeOffset.MinValue),
        Moment("last", DateTimeOffset.MaxValue),
        Moment("epoch", DateTimeOffset.UnixEpoch),
        Same("DateTimeOffset?, null", (DateTimeOffset?)null),

        .. SameAll("DateOnly", DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29), new DateOnly(2026, 7, 15)),
        .. SameAll("TimeOnly", TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(12, 34), new TimeOnly(1, 2, 3, 4, 5), new TimeOnly(1)),
        .. SameAll(
            "TimeSpan", TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1), TimeSpan.FromDays(400),
            TimeSpan.FromHours(-25), TimeSpan.FromMilliseconds(1500)),
    ];

    private static ReadableCase<DateTime, DateTime> Moment(string name, DateTime value) => new($"DateTime, {name}", "f", value, read =>
    {
        Assert.That(read, Is.EqualTo(value));
        Assert.That(read.Kind, Is.EqualTo(value.Kind));
    });

    private static ReadableCase<DateTimeOffset, DateTimeOffset> Moment(string name, DateTimeOffset value) =>
        new($"DateTimeOffset, {name}", "f", value, read => Assert.That(read.EqualsExact(value), Is.True));
}
