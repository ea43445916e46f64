namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Which files a project's types are written in.</summary>
internal sealed class SourceFiles
{
    private readonly Dictionary<string, Place> _places = [];

    public SourceFiles(string project)
    {
        // DynamoSession.Core is Core.
        var name = Path.GetFileName(project).Split('.', 2)[1];
        var paths = Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(project, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal));
        foreach (var type in paths.Order(StringComparer.Ordinal).GroupBy(TypeOf))
        {
            var folders = type.Select(path => Path.GetDirectoryName(path)!.Replace('\\', '/')).Distinct().ToArray();
            if (folders.Length > 1)
            {
                throw new InvalidOperationException($"{type.Key} is written in several folders: {string.Join(", ", folders)}.");
            }

            _places.Add(type.Key, new Place(folders[0].Length == 0 ? name : $"{name}/{folders[0]}", [.. type.Select(path => Path.Combine(project, path))]));
        }
    }

    /// <summary>Returns where a type is written, or <see langword="null"/>.</summary>
    public Place? Find(string type, bool isGeneric) =>
        (isGeneric ? _places.GetValueOrDefault(type + "`") : null) ?? _places.GetValueOrDefault(type);

    // FakeSession.Members.cs is part of FakeSession; TrackedInstance{T}.cs is the generic type.
    private static string TypeOf(string path)
    {
        var name = Path.GetFileName(path).Split('.')[0];
        return name.Contains('{', StringComparison.Ordinal) ? name.Split('{')[0] + "`" : name;
    }

    /// <param name="Folder">The folder, for example <c>Core/Records</c>.</param>
    /// <param name="Paths">Its files; a partial type has several.</param>
    public sealed record Place(string Folder, IReadOnlyList<string> Paths);
}
