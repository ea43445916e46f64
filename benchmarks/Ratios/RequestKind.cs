namespace DynamoSession.Benchmarks.Ratios;

/// <summary>What an endpoint does with its session.</summary>
internal enum RequestKind
{
    /// <summary>Reads one of its fields.</summary>
    OneField,

    /// <summary>Reads three of its fields.</summary>
    ThreeFields,

    /// <summary>Reads a list of 14 objects.</summary>
    Cart,

    /// <summary>Reads a list of objects that grows with the session.</summary>
    Viewed,

    /// <summary>Sets one field.</summary>
    Change,

    /// <summary>Sets many fields.</summary>
    ManyChanges,

    /// <summary>Does not use its session.</summary>
    Unused,

    /// <summary>Does not use its session, and the browser has none.</summary>
    NoCookie,

    /// <summary>Does not use its session, and the cookie is not one of a session.</summary>
    JunkCookie,
}
