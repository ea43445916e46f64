namespace DynamoSession.Tests.Support.Http;

/// <summary>Which session an application runs on.</summary>
public enum SessionKind
{
    /// <summary><c>UseDynamoSession</c>.</summary>
    Dynamo,

    /// <summary><c>UseSession</c> with Microsoft's own storage.</summary>
    Microsoft,

    /// <summary><c>UseSession</c> with our storage.</summary>
    MicrosoftOnDynamo,
}
