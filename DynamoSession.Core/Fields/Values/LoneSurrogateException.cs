namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Half of a surrogate pair was about to be written. Carries the news from the encoder through System.Text.Json, which leaves
/// exceptions that it does not know alone, to the codec, which knows the field.
/// </summary>
internal sealed class LoneSurrogateException : Exception;
