using System.Reflection;
using DynamoSession.AspNetCore.Health;

namespace DynamoSession.Tests.Docs;

/// <summary>docs/operations.md against the data of the health check.</summary>
[TestFixture]
public sealed class HealthTableTests
{
    private const string Introduction = "The check's data, which the response shows only if you write it there:";

    [Test]
    public void The_table_lists_all_data_of_a_check()
    {
        var names = typeof(HealthData).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.That(MarkdownTable.Under("docs/operations.md", Introduction).Select(row => row[0]), Is.EquivalentTo(names));
    }
}
