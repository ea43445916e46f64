using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DynamoSession.Benchmarks.Counts;

/// <summary>Writes copies of assemblies in which every method marks its source file as passed, and reads the marks.</summary>
internal static class FileMarks
{
    private const string Namespace = "Marks";
    private const string Type = "Files";
    private const string Names = "Names";
    private const string Passed = "Passed";

    public static void Weave(string assembly, string copy)
    {
        using var definition = AssemblyDefinition.ReadAssembly(assembly, new ReaderParameters { ReadSymbols = true });
        var module = definition.MainModule;
        var root = Path.GetFileNameWithoutExtension(assembly);
        var methods = module.GetTypes().SelectMany(type => type.Methods)
            .Select(method => (Method: method, File: FileOf(method, root)))
            .Where(pair => pair.File is not null)
            .ToArray();
        var files = methods.Select(pair => pair.File!).Distinct().ToList();
        var passed = AddMarks(module, files);

        foreach (var (method, file) in methods)
        {
            var first = method.Body.Instructions[0];
            var il = method.Body.GetILProcessor();
            il.InsertBefore(first, il.Create(OpCodes.Ldsfld, passed));
            il.InsertBefore(first, il.Create(OpCodes.Ldc_I4, files.IndexOf(file!)));
            il.InsertBefore(first, il.Create(OpCodes.Ldc_I4_1));
            il.InsertBefore(first, il.Create(OpCodes.Stelem_I1));
        }

        module.Write(copy);
    }

    public static void Clear(Assembly assembly) => Array.Clear(PassedOf(assembly));

    /// <summary>Returns the files that were passed since the marks were cleared.</summary>
    public static IEnumerable<string> Read(Assembly assembly) =>
        ((string)MarksOf(assembly).GetField(Names)!.GetRawConstantValue()!).Split('\n').Where((_, file) => PassedOf(assembly)[file]);

    private static Type MarksOf(Assembly assembly) => assembly.GetType($"{Namespace}.{Type}", throwOnError: true)!;

    private static bool[] PassedOf(Assembly assembly) => (bool[])MarksOf(assembly).GetField(Passed)!.GetValue(null)!;

    // Null for what the compiler and its generators wrote.
    private static string? FileOf(MethodDefinition method, string root)
    {
        var file = method.DebugInformation.SequencePoints.FirstOrDefault(point => !point.IsHidden)?.Document.Url.Replace('\\', '/');
        var start = file?.LastIndexOf($"/{root}/", StringComparison.Ordinal) ?? -1;
        return start < 0 || file!.Contains("/obj/", StringComparison.Ordinal) || file.EndsWith(".g.cs", StringComparison.Ordinal) ? null : file[(start + 1)..];
    }

    private static FieldDefinition AddMarks(ModuleDefinition module, List<string> files)
    {
        var type = new TypeDefinition(Namespace, Type, Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Abstract | Mono.Cecil.TypeAttributes.Sealed, module.TypeSystem.Object);
        type.Fields.Add(new FieldDefinition(
            Names, Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static | Mono.Cecil.FieldAttributes.Literal | Mono.Cecil.FieldAttributes.HasDefault, module.TypeSystem.String)
        {
            Constant = string.Join('\n', files),
        });
        var passed = new FieldDefinition(Passed, Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, new ArrayType(module.TypeSystem.Boolean));
        type.Fields.Add(passed);

        var initializer = new MethodDefinition(
            ".cctor",
            Mono.Cecil.MethodAttributes.Static | Mono.Cecil.MethodAttributes.Private | Mono.Cecil.MethodAttributes.SpecialName | Mono.Cecil.MethodAttributes.RTSpecialName,
            module.TypeSystem.Void);
        var il = initializer.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, files.Count);
        il.Emit(OpCodes.Newarr, module.TypeSystem.Boolean);
        il.Emit(OpCodes.Stsfld, passed);
        il.Emit(OpCodes.Ret);
        type.Methods.Add(initializer);
        module.Types.Add(type);
        return passed;
    }
}
