using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>A session table at the other end of a <see cref="StoreLink"/>, for every operation of the interface.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
internal class RemoteTable : DispatchProxy
{
    private static readonly MethodInfo SendMethod = typeof(RemoteTable).GetMethod(nameof(SendAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private ISessionTable _table = null!;
    private StoreLink _link = null!;

    /// <summary>Puts the link in front of the registered table.</summary>
    public static void Insert(IServiceCollection services, StoreLink link)
    {
        var table = services.Last(service => service.ServiceType == typeof(ISessionTable)).ImplementationFactory!;
        services.AddSingleton(provider => Behind(link, (ISessionTable)table(provider)));
    }

    private static ISessionTable Behind(StoreLink link, ISessionTable table)
    {
        var proxy = Create<ISessionTable, RemoteTable>();
        var remote = (RemoteTable)(object)proxy;
        remote._table = table;
        remote._link = link;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        // No request calls an operation without a result.
        var result = targetMethod!.ReturnType.GetGenericArguments().Single();
        return SendMethod.MakeGenericMethod(result).Invoke(this, [targetMethod, args]);
    }

    private async Task<T> SendAsync<T>(MethodInfo operation, object?[] arguments)
    {
        try
        {
            await _link.SendAsync(operation.Name, operation.Name != nameof(ISessionTable.LoadAsync), (CancellationToken)arguments[^1]!);
            var result = await (Task<T>)operation.Invoke(_table, arguments)!;
            await _link.ReturnAsync();
            return result;
        }
        catch (IOException exception)
        {
            throw new SessionStoreException("The table is unreachable.", exception);
        }
    }
}
