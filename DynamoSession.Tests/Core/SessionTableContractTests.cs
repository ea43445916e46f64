using DynamoSession.Tests.Support.Contract;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace DynamoSession.Tests.Core;

/// <summary>The contract is one for all tables: what holds of one alone, or not of one, is said here or in the fixture, and why.</summary>
public sealed class SessionTableContractTests
{
    private const int FewestCases = 250;

    /// <summary>Tests that a fixture has beyond the contract.</summary>
    private static readonly Dictionary<string, string> OfOneTableAlone = new(StringComparer.Ordinal)
    {
        [$"{nameof(InMemorySessionTableTests)}.{nameof(InMemorySessionTableTests.What_has_ended_is_not_kept_for_ever)}"] =
            "In DynamoDB the time to live does that; the provisioner's tests see that it is on.",
        [$"{nameof(InMemorySessionTableTests)}.{nameof(InMemorySessionTableTests.Fields_that_the_caller_changes_afterwards_are_not_the_tables)}"] =
            "What goes over the wire is a copy anyway.",
        [$"{nameof(DynamoDbSessionTableTests)}.{nameof(DynamoDbSessionTableTests.What_a_newer_version_has_written_is_not_shown)}"] =
            "Another version cannot have written into this process's memory.",
        [$"{nameof(DynamoDbSessionTableTests)}.{nameof(DynamoDbSessionTableTests.What_a_newer_version_has_written_is_not_replaced)}"] =
            "Another version cannot have written into this process's memory.",
    };

    private static readonly Type[] Fixtures =
        [.. typeof(SessionTableContract).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SessionTableContract))).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Test]
    public void Both_tables_keep_it()
    {
        Assert.That(Fixtures, Is.SupersetOf(new[] { typeof(InMemorySessionTableTests), typeof(DynamoDbSessionTableTests) }));
    }

    [TestCaseSource(nameof(Fixtures))]
    public void Every_table_has_the_same_cases_and_at_least_250(Type fixture)
    {
        var expected = CasesOf(typeof(InMemorySessionTableTests)).Where(IsOfTheContract).Select(test => test.Name).ToArray();

        var cases = CasesOf(fixture).Where(IsOfTheContract).ToArray();

        Assert.That(cases.Select(test => test.Name), Is.EquivalentTo(expected).And.Unique);
        Assert.That(cases, Has.Length.AtLeast(FewestCases));
        Assert.That(cases.Where(test => test.RunState != RunState.Runnable).Select(test => test.Name), Is.Empty, "Nothing is left out.");
    }

    [Test]
    public void What_one_table_alone_has_is_listed_with_the_reason()
    {
        var found = Fixtures.SelectMany(fixture => CasesOf(fixture).Where(test => !IsOfTheContract(test)).Select(test => $"{fixture.Name}.{test.MethodName}")).Distinct();

        Assert.That(found, Is.EquivalentTo(OfOneTableAlone.Keys));
        Assert.That(OfOneTableAlone.Values, Is.All.Not.Empty);
    }

    [Test]
    public void Only_memory_answers_some_cases_otherwise_and_says_why()
    {
        var differences = Fixtures.ToDictionary(fixture => fixture, fixture => ((SessionTableContract)Activator.CreateInstance(fixture)!).KnownDifferences);

        Assert.That(differences.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key), Is.EquivalentTo(new[] { typeof(InMemorySessionTableTests) }));
        foreach (var difference in differences[typeof(InMemorySessionTableTests)])
        {
            Assert.That(difference.Answer, Is.Not.EqualTo(ExpectedAnswers.Of(difference.Situation, difference.Attempt)), difference.ToString());
            Assert.That(difference.Reason, Is.Not.Empty, difference.ToString());
        }
    }

    /// <summary>The cases as NUnit makes them, every combination of values one.</summary>
    private static IEnumerable<ITest> CasesOf(Type fixture) => Leaves(new DefaultSuiteBuilder().BuildFrom(new TypeWrapper(fixture)));

    private static IEnumerable<ITest> Leaves(ITest test) => test.HasChildren ? test.Tests.SelectMany(Leaves) : [test];

    private static bool IsOfTheContract(ITest test) => test.Method!.MethodInfo.DeclaringType == typeof(SessionTableContract);
}
