using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamoSession.Core.Fields.Tracking;

/// <summary>Finds types whose objects never change once they have been created, such as records with positional properties.</summary>
internal static class ImmutableTypes
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>Returns whether objects of exactly this type, and all that they refer to, certainly cannot change.</summary>
    public static bool Contain(Type type) =>
        // Without dynamic code, a type may not have the metadata of all its fields.
        RuntimeFeature.IsDynamicCodeSupported && Known.GetOrAdd(type, static type => HasReadOnlyFields(type, [type]));

    // A type that refers to itself is as immutable as the rest of it.
    private static bool IsReadOnly(Type type, HashSet<Type> visited) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || !visited.Add(type)
        // An object of a derived type may have other fields.
        || (type.IsSealed && HasReadOnlyFields(type, visited));

    // The fields of a value are where it is stored: in a field that is read-only, or in a copy.
    private static bool HasReadOnlyFields(Type type, HashSet<Type> visited) =>
        type == typeof(string)
        || (type is { IsArray: false, IsPointer: false, IsInterface: false }
            && type != typeof(object)
            && !type.IsSubclassOf(typeof(Delegate))
            && FieldsOf(type).All(field => (field.IsInitOnly || field.DeclaringType!.IsValueType) && IsReadOnly(field.FieldType, visited)));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that was trimmed is never written.")]
    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
