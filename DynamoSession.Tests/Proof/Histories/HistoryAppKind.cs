namespace DynamoSession.Tests.Proof.Histories;

/// <summary>How an application communicates with its table and its browsers.</summary>
internal enum HistoryAppKind
{
    /// <summary>Only the package retries.</summary>
    Plain,

    /// <summary>Like <see cref="Plain"/>, with a cookie that outlives the browser, so that responses show touches.</summary>
    Persistent,

    /// <summary>The SDK retries too.</summary>
    Retrying,

    /// <summary>Like <see cref="Persistent"/>, through a TCP proxy that cuts connections.</summary>
    Proxied,
}
