using System.Globalization;
using System.Reflection;
using DynamoSession.AspNetCore;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/logging.md against the messages themselves.</summary>
[TestFixture]
public sealed class LogEventsTests
{
    [Test]
    public void The_table_lists_every_event_with_its_id_level_and_name()
    {
        var logged = typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => (Event: method.GetCustomAttribute<LoggerMessageAttribute>(), method.Name))
            .Where(method => method.Event is not null)
            .Select(method => $"{method.Event!.EventId.ToString(CultureInfo.InvariantCulture)} {method.Event.Level} {method.Name}");

        var listed = MarkdownTable.Under("docs/logging.md", "## Events").Select(row => $"{row[0]} {row[1]} {row[2]}");

        Assert.That(listed, Is.EquivalentTo(logged));
    }
}
