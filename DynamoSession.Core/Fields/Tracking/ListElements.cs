using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DynamoSession.Core.Fields.Tracking;

/// <summary>The elements of a list, which cannot change themselves: as long as the list has the same ones, it has not been mutated.</summary>
/// <typeparam name="T">The type of the list.</typeparam>
internal sealed class ListElements<T>
{
    // Null if T is not a list of such elements.
    private static readonly Type? ElementType =
        typeof(T) is { IsConstructedGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(List<>)
        && type.GenericTypeArguments[0] is { IsValueType: false } element
        && ImmutableTypes.Contain(element) ? element : null;

    private readonly object?[] _elements;

    private ListElements(object?[] elements) => _elements = elements;

    /// <summary>Returns the elements that an object has now; null if it isn't a list, or if some of its elements could change.</summary>
    public static ListElements<T>? Of(T instance)
    {
        if (ElementType is null || instance?.GetType() != typeof(T))
        {
            return null;
        }

        var list = (IList)instance;
        var elements = new object?[list.Count];
        list.CopyTo(elements, 0);

        // One of a derived type may have fields that are not read-only.
        return Array.TrueForAll(elements, static element => element is null || element.GetType() == ElementType) ? new(elements) : null;
    }

    /// <summary>Returns whether the list still has the same elements in the same order.</summary>
    public bool AreThoseOf(T instance)
    {
        var list = (IList)instance!;
        if (list.Count != _elements.Length)
        {
            return false;
        }

        for (var index = 0; index < _elements.Length; index++)
        {
            if (!ReferenceEquals(list[index], _elements[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns a list of the same elements.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2091", Justification = "A List<> is constructed by generic code of the framework that is never trimmed apart from it.")]
    public T ToList()
    {
        var copy = Activator.CreateInstance<T>();
        var list = (IList)copy!;
        foreach (var element in _elements)
        {
            list.Add(element);
        }

        return copy;
    }
}
