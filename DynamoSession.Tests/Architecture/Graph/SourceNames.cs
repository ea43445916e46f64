using Mono.Cecil;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Compiled names as they stand in the source: <c>Order.&lt;ShipAsync&gt;d__7.MoveNext</c> is <c>Order.ShipAsync</c>.</summary>
internal static class SourceNames
{
    /// <summary>Returns the type's name within its file, without the number of its type parameters.</summary>
    public static string OfType(TypeReference type) => type.DeclaringType is { } outer
        ? Written(type.Name) is { Length: > 0 } written && written == type.Name ? $"{OfType(outer)}.{WithoutArity(type.Name)}" : OfMember(outer, type.Name)
        : WithoutArity(type.Name);

    /// <summary>Returns the member with its type's name, or the member that the compiler made it of.</summary>
    public static string OfMember(TypeReference type, string member)
    {
        var isWritten = Written(type.Name) == type.Name;
        // The classes of lambdas are named after their method, or hold methods that are.
        return isWritten || type.DeclaringType is null
            ? Written(member) is { Length: > 0 } name ? $"{OfType(type)}.{name}" : OfType(type)
            : OfMember(type.DeclaringType, Written(type.Name) is { Length: > 0 } ? type.Name : member);
    }

    public static string WithoutArity(string name) => name.Split('`')[0];

    private static string Written(string name)
    {
        if (!name.StartsWith('<'))
        {
            return name;
        }

        // "<ShipAsync>d__7", "<Ship>b__0", "<Count>k__BackingField", "<<Ship>b__0>d"; "<>c" has nothing in it.
        var inner = name.TrimStart('<');
        return inner.Split('>')[0];
    }
}
