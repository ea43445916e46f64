using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Core;
using DynamoSession.Tests.Support.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>
/// Without faults, the fake is the in-memory table, which keeps the whole contract: each kind of call reaches it and brings its answer
/// back, whether it is applied or refused.
/// </summary>
public sealed class FakeTableCallTests : SessionTableFixture
{
    [Test]
    public Task Every_attempt_is_answered_by_the_table_behind_it(
        [Values(Situation.Live, Situation.LeasedToTheCaller, Situation.LeasedToAnother, Situation.Migrated, Situation.Destroyed, Situation.NeverWas)] Situation situation,
        [Values] Attempt attempt) =>
        AssertAnswerAndEffectAsync(situation, attempt, ExpectedAnswers.Of(situation, attempt));

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment());
        services.AddSingleton(clock);
        services.AddDynamoSession().UseFakeTable();
        return Task.FromResult(services.BuildServiceProvider().GetRequiredService<ISessionTable>());
    }
}
