using System.Text.Json.Serialization;

namespace CartApi;

/// <summary>The types that responses and the session hold: there is no reflection in a program that is compiled ahead of time.</summary>
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class CartJson : JsonSerializerContext;
