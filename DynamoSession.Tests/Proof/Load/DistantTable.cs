using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Proof.Load;

/// <summary>A session table at the other end of a <see cref="StoreLink"/>, whatever operations the interface has.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
internal class DistantTable : DispatchProxy
{
    private static readonly MethodInfo Passing = typeof(DistantTable).GetMethod(nameof(PassAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private ISessionTable _table = null!;
    private StoreLink _link = null!;

    /// <summary>Puts the link in front of the table that is registered so far.</summary>
    public static void Insert(IServiceCollection services, StoreLink link)
    {
        var table = services.Last(service => service.ServiceType == typeof(ISessionTable)).ImplementationFactory!;
        services.AddSingleton(provider => Behind(link, (ISessionTable)table(provider)));
    }

    private static ISessionTable Behind(StoreLink link, ISessionTable table)
    {
        var proxy = Create<ISessionTable, DistantTable>();
        var distant = (DistantTable)(object)proxy;
        distant._table = table;
        distant._link = link;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        // An operation without a result does not occur on a request's way.
        var result = targetMethod!.ReturnType.GetGenericArguments().Single();
        return Passing.MakeGenericMethod(result).Invoke(this, [targetMethod, args]);
    }

    private async Task<T> PassAsync<T>(MethodInfo operation, object?[] arguments)
    {
        try
        {
            await _link.PassAsync(operation.Name, operation.Name != nameof(ISessionTable.LoadAsync), (CancellationToken)arguments[^1]!);
            var result = await (Task<T>)operation.Invoke(_table, arguments)!;
            await _link.ReturnAsync();
            return result;
        }
        catch (IOException exception)
        {
            throw new SessionStoreException("The table is out of reach.", exception);
        }
    }
}
