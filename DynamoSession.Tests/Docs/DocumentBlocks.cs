using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Docs;

/// <summary>The fenced blocks of a document, in their order.</summary>
internal static partial class DocumentBlocks
{
    public static IReadOnlyList<(string Language, string Text)> Of(string document) =>
    [
        .. Block().Matches(string.Join('\n', RepositoryFiles.Lines(document))).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value)),
    ];

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
