using DynamoSession.Core;

namespace DynamoSession.Tests.Core.Directory;

public sealed class InMemorySessionDirectoryTests : SessionDirectoryContract
{
    private protected override Task<(ISessionTable Table, ISessionDirectory Directory)> CreateAsync()
    {
        var table = new InMemorySessionTable(TimeSource) { IsAsynchronous = true };
        return Task.FromResult<(ISessionTable, ISessionDirectory)>((table, table));
    }
}
