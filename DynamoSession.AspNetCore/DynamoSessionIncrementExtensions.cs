using System.Numerics;
using DynamoSession.AspNetCore;
using DynamoSession.Core;

namespace Microsoft.AspNetCore.Http;

/// <summary>
/// Adds to a number, atomically in the table, so that parallel requests never lose an increment. An absent field counts as 0, whatever its
/// default value.
/// </summary>
public static class DynamoSessionIncrementExtensions
{
    /// <inheritdoc cref="IDynamoSession.Increment"/>
    /// <param name="session">The session.</param>
    /// <param name="key">The field's name.</param>
    /// <param name="by">The amount to add; may be negative.</param>
    public static void Increment(this ISession session, string key, long by = 1)
    {
        if (session is IDynamoSession dynamoSession)
        {
            dynamoSession.Increment(key, by);
        }
        else
        {
            TypedVerbs.Of(session).Increment(key, by);
        }
    }

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0, whatever its default value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="by">The amount to add; may be negative.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    /// <exception cref="ArgumentException">The sum has more than 38 digits.</exception>
    public static void Increment<T>(this ISession session, SessionField<T> field, long by = 1)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(field);
        Increment(session, field.Name, by);
    }

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0, whatever its default value; a stored null is not a number.</summary>
    /// <typeparam name="T">The number's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="by">The amount to add; may be negative.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    /// <exception cref="ArgumentException">The sum has more than 38 digits.</exception>
    public static void Increment<T>(this ISession session, SessionField<T?> field, long by = 1)
        where T : struct, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(field);
        Increment(session, field.Name, by);
    }

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0, whatever its default value.</summary>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="by">The amount to add; may be negative.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    /// <exception cref="ArgumentException">The sum has more than 38 digits.</exception>
    public static void Increment(this ISession session, SessionField<decimal> field, decimal by)
    {
        ArgumentNullException.ThrowIfNull(field);
        TypedVerbs.Increment(session, field.Name, by);
    }

    /// <summary>Adds to a number, atomically in the table. An absent field counts as 0, whatever its default value; a stored null is not a number.</summary>
    /// <param name="session">The session.</param>
    /// <param name="field">The field.</param>
    /// <param name="by">The amount to add; may be negative.</param>
    /// <exception cref="SessionFieldTypeException">The field is not a number.</exception>
    /// <exception cref="ArgumentException">The sum has more than 38 digits.</exception>
    public static void Increment(this ISession session, SessionField<decimal?> field, decimal by)
    {
        ArgumentNullException.ThrowIfNull(field);
        TypedVerbs.Increment(session, field.Name, by);
    }
}
