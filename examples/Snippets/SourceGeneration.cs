using System.Text.Json.Serialization;

namespace Snippets;

#region json-context
[JsonSerializable(typeof(Address))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class SessionJson : JsonSerializerContext;
#endregion

internal static class SourceGeneration
{
    public static void Register(WebApplicationBuilder builder)
    {
        #region json-context-used
        builder.Services.AddDynamoSession(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, SessionJson.Default));
        #endregion
    }
}
