namespace DynamoSession.Benchmarks.Stores;

/// <summary>What keeps the sessions, as seen from outside of the application.</summary>
internal interface IStore
{
    Task<Traffic> CountAsync();
}
