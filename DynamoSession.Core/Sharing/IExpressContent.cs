using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>How a store keeps a session's fields, and what Express keeps among them, in one attribute.</summary>
internal interface IExpressContent
{
    /// <summary>Gets whether a field has a path of its own, so that DynamoDB can change it alone.</summary>
    bool HasPaths { get; }

    /// <summary>Returns all members, those of Express too; <see langword="null"/> when it is nothing that this store has written.</summary>
    ConvertedFields? Read(SessionValue content);

    /// <summary>Composes a new session.</summary>
    SessionValue Compose(IReadOnlyDictionary<string, SessionValue> fields, SessionValue cookie, DateTimeOffset now);

    /// <summary>Applies changes to a session. What neither changes nor is extended keeps its content.</summary>
    /// <exception cref="SessionFieldTypeException">An increment met something that is no number, or an append something that is no list.</exception>
    SessionValue Rewrite(SessionValue content, SessionChanges changes, ExpressExpiryExtension? extension);
}
