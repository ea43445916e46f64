namespace DynamoSession.Tests.Proof.Support;

/// <summary>What goes wrong with one call on its way to the table or back.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection breaks before the call reaches the table.</summary>
    ResetBefore,

    /// <summary>The connection breaks after the table has done its work.</summary>
    ResetAfter,

    /// <summary>The table answers 500 and has done nothing.</summary>
    ErrorBefore,

    /// <summary>The table answers 500 although it has done its work.</summary>
    ErrorAfter,

    Throttle,

    /// <summary>Nothing arrives anywhere.</summary>
    Hang,

    /// <summary>The table does its work; its answer never comes.</summary>
    HangAfter,

    /// <summary>The table does its work; half of its answer comes.</summary>
    Truncated,

    /// <summary>Something between answers 200 with a page of its own.</summary>
    Garbage,

    /// <summary>The caller sees a broken connection, and the call arrives all the same, later.</summary>
    Late,

    /// <summary>The call is delivered, and delivered once more later.</summary>
    Twice,
}
