using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Moq;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>A client that passes reads and updates on to the engine and notes them; any other call fails the test.</summary>
internal sealed class RecordedCalls
{
    private readonly List<GetItemRequest> _gets = [];
    private readonly List<UpdateItemRequest> _updates = [];
    private readonly List<double> _units = [];
    private readonly Lock _lock = new();

    public RecordedCalls(IAmazonDynamoDB engine)
    {
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns(async (GetItemRequest request, CancellationToken cancellationToken) =>
            {
                Note(() => _gets.Add(request));
                var response = await engine.GetItemAsync(request, cancellationToken);
                Note(() => _units.Add(response.ConsumedCapacity.CapacityUnits!.Value));
                return response;
            });
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns(async (UpdateItemRequest request, CancellationToken cancellationToken) =>
            {
                Note(() => _updates.Add(request));
                var response = await engine.UpdateItemAsync(request, cancellationToken);
                Note(() => _units.Add(response.ConsumedCapacity.CapacityUnits!.Value));
                return response;
            });
        Client = client.Object;
    }

    public IAmazonDynamoDB Client { get; }

    public IReadOnlyList<GetItemRequest> Gets => _gets;

    public IReadOnlyList<UpdateItemRequest> Updates => _updates;

    /// <summary>Gets the capacity units that the answers reported.</summary>
    public IReadOnlyList<double> Units => _units;

    private void Note(Action note)
    {
        lock (_lock)
        {
            note();
        }
    }
}
