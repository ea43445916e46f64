using DynamoSession.Core;
using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>A bug that an implementation might have, put in from outside: on the wire, or around the table.</summary>
internal sealed class SeededBug
{
    /// <summary>Gets what goes wrong on the wire.</summary>
    public Action<FaultyWire> Attach { get; init; } = _ => { };

    /// <summary>Gets what the package's table is hidden behind.</summary>
    public Func<ISessionTable, ISessionTable> Wrap { get; init; } = table => table;
}
