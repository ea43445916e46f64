namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Text to be written contains a lone surrogate. Thrown by the encoder and passed through by System.Text.Json, which does not wrap
/// exceptions of unknown types, to the codec, which knows the field's name.
/// </summary>
internal sealed class LoneSurrogateException : Exception;
