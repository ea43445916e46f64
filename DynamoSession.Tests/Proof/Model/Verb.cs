namespace DynamoSession.Tests.Proof.Model;

/// <summary>What can be done to a session, and around it.</summary>
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

    /// <summary>The request ends well; the next one begins some time later.</summary>
    Next,

    /// <summary>As <see cref="Next"/>, and the next request comes with a cookie that the browser had before.</summary>
    Return,

    /// <summary>The endpoint throws, so that nothing more is written; the next request begins some time later.</summary>
    Fail,
}
