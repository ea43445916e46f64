using System.Text.Json.Serialization;

namespace DynamoSession.Tests.Aot.App;

[Flags]
internal enum Extras : byte
{
    None = 0,
    Wrapping = 1,

    [JsonStringEnumMemberName("greeting-card")]
    Card = 2,
    Ribbon = 4,
    Gift = Wrapping | Card,
}
