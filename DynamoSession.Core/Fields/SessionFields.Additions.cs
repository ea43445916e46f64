using System.Text.Json.Serialization.Metadata;

namespace DynamoSession.Core.Fields;

// Additions that the table computes.
public sealed partial class SessionFields
{
    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0; reads return the loaded value plus the increments.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="by">The amount to add; may be negative.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name, or the sum has more than 38 digits.</exception>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    public void Increment(string name, decimal by = 1)
    {
        _codec.ThrowIfInvalidName(name);
        Combine(name, SessionChange.Increment(by));
    }

    /// <summary>Adds an item to the end of a list, atomically in the table. An absent field counts as empty.</summary>
    /// <typeparam name="T">The item's type.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="item">The item, captured now.</param>
    /// <param name="typeInfo">How the type is serialized; null for the codec's options.</param>
    /// <exception cref="ArgumentException">The name is not a valid field name, or DynamoDB cannot store the item exactly.</exception>
    /// <exception cref="SessionFieldTypeException">The field is not a list.</exception>
    public void Append<T>(string name, T item, JsonTypeInfo<T>? typeInfo = null)
    {
        _codec.ThrowIfInvalidName(name);
        Combine(name, SessionChange.Append(_codec.EncodeItem(name, item, typeInfo)));
    }

    private void Combine(string name, SessionChange addition)
    {
        lock (_lock)
        {
            var after = addition.ResultOn(name, Current(name))!;
            var pending = _changes.GetValueOrDefault(name);
            if (pending?.Kind == addition.Kind)
            {
                addition = pending.Plus(name, addition);
            }
            else if (pending is not null || _cleared)
            {
                // This request has set or removed the field, so the result is known and need not be computed in the table.
                addition = SessionChange.Set(after);
            }

            // The instance that was handed out doesn't include the addition; the next read returns one that does.
            _tracked.Remove(name);
            Put(name, addition, after);
        }
    }
}
