namespace DynamoSession.Tests.Proof.Histories;

/// <summary>How an application talks to its table and its browsers.</summary>
internal enum HistoryAppKind
{
    /// <summary>Only the package tries again.</summary>
    Plain,

    /// <summary>As <see cref="Plain"/>, with a cookie that outlives the browser, so that answers tell of touches.</summary>
    Persistent,

    /// <summary>The SDK tries again too.</summary>
    Retrying,

    /// <summary>As <see cref="Persistent"/>, through a TCP proxy that cuts connections.</summary>
    Proxied,
}
