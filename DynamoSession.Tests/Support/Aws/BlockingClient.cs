using System.Reflection;
using Amazon.DynamoDBv2;

namespace DynamoSession.Tests.Support.Aws;

/// <summary>A client, or a cache, of which every member but <c>Dispose</c> blocks the calling thread until the gate opens, and then fails.</summary>
public class BlockingClient : DispatchProxy
{
    private ManualResetEventSlim _gate = null!;
    private int _blocked;

    /// <summary>Gets how many threads are blocked.</summary>
    public int Blocked => Volatile.Read(ref _blocked);

    /// <summary>Returns an <see cref="IAmazonDynamoDB"/> or another interface.</summary>
    public static TClient Create<TClient>(ManualResetEventSlim gate)
        where TClient : class
    {
        var client = Create<TClient, BlockingClient>();
        ((BlockingClient)(object)client)._gate = gate;
        return client;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod?.Name == nameof(IDisposable.Dispose))
        {
            return null;
        }

        Interlocked.Increment(ref _blocked);
        _gate.Wait(TimeSpan.FromSeconds(20));
        Interlocked.Decrement(ref _blocked);
        throw new AmazonDynamoDBException("The client was blocked.");
    }
}
