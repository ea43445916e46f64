namespace DynamoSession.Tests.Aot.App;

internal enum Delivery
{
    Post,
    Courier,
    Pickup = 7,
}
