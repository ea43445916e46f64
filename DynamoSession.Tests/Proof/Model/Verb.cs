namespace DynamoSession.Tests.Proof.Model;

/// <summary>What a step can do to a session, or around it.</summary>
internal enum Verb
{
    GetText,
    GetInt,
    GetLong,
    GetFlag,
    GetList,
    GetBasket,
    GetBytes,
    Keys,
    Set,
    SetBytes,
    Remove,
    Clear,
    Increment,
    Append,
    Mutate,
    Commit,
    Update,
    RenewId,
    Destroy,
    SetUser,
    SetIdle,
    SetAbsolute,

    /// <summary>The request succeeds; the next one starts some time later.</summary>
    Next,

    /// <summary>Like <see cref="Next"/>, but the next request has a cookie that the browser had before.</summary>
    Return,

    /// <summary>The endpoint throws, so that nothing more is written; the next request starts some time later.</summary>
    Fail,
}
