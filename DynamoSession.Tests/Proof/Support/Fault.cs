namespace DynamoSession.Tests.Proof.Support;

/// <summary>A fault that a call to the table meets, on the way there or back.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection is reset before the call reaches the table.</summary>
    ResetBefore,

    /// <summary>The connection is reset after the table has processed the call.</summary>
    ResetAfter,

    /// <summary>The table responds with 500 without processing the call.</summary>
    ErrorBefore,

    /// <summary>The table responds with 500 although it has processed the call.</summary>
    ErrorAfter,

    Throttle,

    /// <summary>The call never arrives, and no response is sent.</summary>
    Hang,

    /// <summary>The table processes the call; its response never arrives.</summary>
    HangAfter,

    /// <summary>The table processes the call; only half of its response arrives.</summary>
    Truncated,

    /// <summary>An intermediary responds with 200 and a page of its own.</summary>
    Garbage,

    /// <summary>The connection is reset, but the call still arrives later.</summary>
    Late,

    /// <summary>The call is delivered, and delivered again later.</summary>
    Twice,
}
