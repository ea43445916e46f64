using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>The attribute in which a store keeps a session's fields together with what Express adds to them.</summary>
internal interface IExpressContent
{
    /// <summary>Gets whether each field has its own path, so that DynamoDB can update it separately.</summary>
    bool HasPaths { get; }

    /// <summary>Returns all members, including those of Express; <see langword="null"/> if this store did not write the content.</summary>
    ConvertedFields? Read(SessionValue content);

    /// <summary>Creates the content of a new session.</summary>
    SessionValue Create(IReadOnlyDictionary<string, SessionValue> fields, SessionValue cookie, DateTimeOffset now);

    /// <summary>Applies changes to a session. Everything else stays unchanged.</summary>
    /// <exception cref="SessionFieldTypeException">A field to increment is not a number, or a field to append to is not a list.</exception>
    SessionValue Rewrite(SessionValue content, SessionChanges changes, ExpressExpiryExtension? extension);
}
