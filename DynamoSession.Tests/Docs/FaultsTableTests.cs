using System.Reflection;
using DynamoSession.AspNetCore.Testing;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/testing.md against the faults that there are.</summary>
[TestFixture]
public sealed class FaultsTableTests
{
    [Test]
    public void The_table_lists_every_fault()
    {
        var faults = typeof(SessionTableFaults)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.Name);

        var listed = MarkdownTable.Under("docs/testing.md", "## Faults").Select(row => row[0].Split('(')[0]);

        Assert.That(listed, Is.EquivalentTo(faults));
    }
}
