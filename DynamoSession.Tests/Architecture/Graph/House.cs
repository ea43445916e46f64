using System.Runtime.CompilerServices;
using Mono.Cecil;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>The shipped packages as graphs of files and of folders.</summary>
/// <remarks>
/// A file is named by its folder and its type, for example <c>Core/Records/RecordState</c>. Nested types, and the parts of a partial
/// type, belong to their outermost type; a generic type and the plain one of the same name are one idea and count as one file.
/// </remarks>
internal sealed class House
{
    private House(DependencyGraph files) => Files = files;

    public DependencyGraph Files { get; }

    /// <summary>Gets the graph of the folders as they are.</summary>
    public DependencyGraph Folders => Files.GroupBy(FolderOf);

    /// <summary>
    /// Gets the graph of the rooms. A room is a folder without folders below it. What stands in any other folder is a project's or a
    /// feature's face, put there so that opening the folder shows it: each of these files counts by itself.
    /// </summary>
    public DependencyGraph Rooms
    {
        get
        {
            var rooms = Files.Nodes.Select(FolderOf).ToHashSet();
            rooms.RemoveWhere(folder => rooms.Any(other => other.StartsWith(folder + "/", StringComparison.Ordinal)));
            return Files.GroupBy(file => rooms.Contains(FolderOf(file)) ? FolderOf(file) : file);
        }
    }

    /// <summary>Reads assemblies.</summary>
    /// <param name="assemblies">The paths of assemblies, each with the directory of its project.</param>
    public static House Read(IEnumerable<(string Assembly, string Project)> assemblies)
    {
        var places = new Dictionary<TypeDefinition, SourceFiles.Place>();
        foreach (var (path, project) in assemblies)
        {
            var sources = new SourceFiles(project);
            foreach (var type in AssemblyDefinition.ReadAssembly(path, new ReaderParameters { InMemory = true }).MainModule.Types.Where(type => !IsGenerated(type)))
            {
                places.Add(
                    type,
                    sources.Find(SourceNames.WithoutArity(type.Name), type.HasGenericParameters)
                        ?? throw new InvalidOperationException($"{type.FullName} is in no file of its own name under {project}."));
            }
        }

        string FileOf(TypeDefinition type) => $"{places[type].Folder}/{SourceNames.WithoutArity(type.Name)}";
        var files = new DependencyGraph();
        foreach (var type in places.Keys)
        {
            files.Add(FileOf(type));
        }

        CompiledUses.Read(places.Keys, (from, member, to, what) => files.Add(FileOf(from), FileOf(to), $"{member} uses {what}"));
        SourceConstants.Read(places.Keys, type => places[type].Paths, (from, file, to, what) => files.Add(FileOf(from), FileOf(to), $"{file} uses {what}"));
        return new House(files);
    }

    public static string FolderOf(string file) => file[..file.LastIndexOf('/')];

    private static bool IsGenerated(TypeDefinition type) =>
        type.Name.StartsWith('<') || type.CustomAttributes.Any(attribute => attribute.AttributeType.Name is nameof(CompilerGeneratedAttribute) or "EmbeddedAttribute");
}
