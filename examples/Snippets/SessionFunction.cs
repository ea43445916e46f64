using DynamoSession.Core;
using DynamoSession.Core.Events;

namespace Snippets;

#region events-function
public sealed partial class SessionFunction
{
    private static readonly SessionEventReader Reader = new(new SessionTableOptions { KeyPrefix = "shop#" });

    public async Task HandleAsync(Stream input)
    {
        await foreach (var sessionEvent in Reader.ReadAllAsync(input))
        {
            switch (sessionEvent)
            {
                case SessionEndedEvent { Reason: SessionEndReason.Expired } ended:
                    await ReleaseReservationsAsync(ended.SessionId);
                    break;
                case SessionChangedEvent changed when changed.SetFields.Contains("cart"):
                    await UpdateRecommendationsAsync(changed.SessionId);
                    break;
            }
        }
    }
}
#endregion

public sealed partial class SessionFunction
{
    private static Task ReleaseReservationsAsync(string sessionId) => Task.CompletedTask;

    private static Task UpdateRecommendationsAsync(string sessionId) => Task.CompletedTask;
}
