using DynamoSession.Core.Events;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/events.md against the events that there are.</summary>
[TestFixture]
public sealed class EventsTableTests
{
    private const string Page = "docs/events.md";
    private const string Heading = "## Events";
    private const string Reasons = "| `SessionEndReason` | |";

    [Test]
    public void The_table_lists_every_event_and_whether_the_session_is_live_after_it()
    {
        var events = typeof(SessionEvent).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(SessionEvent)))
            .Select(type => $"{type.Name} {(((SessionEvent)Activator.CreateInstance(type)!).IsLive ? "yes" : "no")}");

        var listed = MarkdownTable.Under(Page, Heading).Select(row => $"{row[0]} {row[2]}");

        Assert.That(listed, Is.EquivalentTo(events));
    }

    [Test]
    public void The_table_lists_every_reason()
    {
        var listed = RepositoryFiles.Lines(Page).SkipWhile(line => line != Reasons).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('`')[1]);

        Assert.That(listed, Is.EquivalentTo(Enum.GetNames<SessionEndReason>()));
    }
}
