using System.Text.RegularExpressions;
using Mono.Cecil;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Finds the uses that are gone after compilation: constants and enum members, which are copied, and <c>nameof</c>.</summary>
internal static partial class SourceConstants
{
    /// <summary>Calls <paramref name="found"/> for each use in a file of <paramref name="sources"/>.</summary>
    /// <param name="outermost">The types that matter; their simple names are unique.</param>
    /// <param name="sources">Each type's source files.</param>
    /// <param name="found">Takes the using type, its file, the used type, and what of it is used.</param>
    public static void Read(
        IReadOnlyCollection<TypeDefinition> outermost, Func<TypeDefinition, IEnumerable<string>> sources, Action<TypeDefinition, string, TypeDefinition, string> found)
    {
        var types = outermost.ToDictionary(type => SourceNames.WithoutArity(type.Name) + (type.HasGenericParameters ? "`" : ""));
        foreach (var type in outermost)
        {
            foreach (var file in sources(type))
            {
                foreach (var match in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(line => Member().Matches(line)))
                {
                    if (types.TryGetValue(match.Groups["type"].Value, out var used) && used != type
                        && (match.Groups["nameof"].Success || IsConstant(used, match.Groups["member"].Value)))
                    {
                        found(type, Path.GetFileName(file), used, $"{match.Groups["type"].Value}.{match.Groups["member"].Value}");
                    }
                }
            }
        }
    }

    private static bool IsConstant(TypeDefinition type, string name) => type.Fields.Any(field => field.HasConstant && field.Name == name);

    // Both Outer.Constants and Constants.Most of "Outer.Constants.Most" match.
    [GeneratedRegex(@"(?<nameof>nameof\()?\b(?<type>[A-Z]\w*)\.(?=(?<member>\w+))")]
    private static partial Regex Member();
}
