using DynamoSession.Core;
using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>A bug that an implementation might have, injected from outside: on the wire or around the table.</summary>
internal sealed class SeededBug
{
    /// <summary>Gets how the bug changes the wire.</summary>
    public Action<FaultyWire> Attach { get; init; } = _ => { };

    /// <summary>Gets how the bug wraps the package's table.</summary>
    public Func<ISessionTable, ISessionTable> Wrap { get; init; } = table => table;
}
