namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Is told of each use of a session by the application, while its request runs.</summary>
internal interface IUseObserver
{
    void OnUse();
}
