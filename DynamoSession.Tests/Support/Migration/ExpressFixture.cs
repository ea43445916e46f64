using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>A record that one of Express's stores wrote, and what the store itself makes of it.</summary>
internal sealed class ExpressFixture
{
    private static readonly Dictionary<string, ExpressFormat> Folders = new(StringComparer.Ordinal)
    {
        ["connect-dynamodb"] = ExpressFormat.ConnectDynamoDb,
        ["pwrdrvr"] = ExpressFormat.PwrDrvr,
        ["connect-dynamodb-session"] = ExpressFormat.ConnectDynamoDbSession,
        ["serverless-dynamodb-session-store"] = ExpressFormat.ServerlessDynamoDbSessionStore,
        ["dynamodb-store"] = ExpressFormat.DynamoDbStore,
    };

    private readonly JsonElement _document;

    private ExpressFixture(string path, ExpressFormat format)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        Format = format;
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        _document = document.RootElement.Clone();
    }

    public static string Root => Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures");

    public static IEnumerable<ExpressFixture> All => Folders.SelectMany(folder => Directory
        .EnumerateFiles(Path.Combine(Root, folder.Key), "*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => new ExpressFixture(path, folder.Value)));

    public string Name { get; }

    public ExpressFormat Format { get; }

    public bool HasExpired => Name == "expired-not-yet-deleted";

    public string Id => Text("sid");

    public string KeyAttribute => _document.GetProperty("table").GetProperty("hashKey").GetString()!;

    public string? KeyPrefix => Item is { } item && Text(item[KeyAttribute]) is { } key && key.EndsWith(Id, StringComparison.Ordinal) ? key[..^Id.Length] : null;

    public string CookieName => Text("cookieName");

    public string CookieHeader => Text("cookieHeader");

    public string[] AcceptedSecrets => _document.TryGetProperty("acceptSecrets", out var secrets)
        ? [.. secrets.EnumerateArray().Select(secret => secret.GetString()!)]
        : [Text("secret")];

    public bool HasOwnKeyAttribute => Name.StartsWith("hashKey-", StringComparison.Ordinal);

    public bool HasOwnPrefix => Name.StartsWith("prefix-", StringComparison.Ordinal);

    /// <summary>The time of capture, and for what had not yet expired then, the time at which it had.</summary>
    public DateTimeOffset Now =>
        DateTimeOffset.FromUnixTimeMilliseconds(_document.GetProperty("capturedAtEpochMs").GetInt64()).AddMilliseconds(HasExpired ? 2100 : 0);

    public Dictionary<string, SessionValue>? Item => _document.GetProperty("item") is { ValueKind: JsonValueKind.Object } item
        ? item.EnumerateObject().ToDictionary(attribute => attribute.Name, attribute => Sample.Json(attribute.Value.GetRawText()), StringComparer.Ordinal)
        : null;

    /// <summary>What Express sees, without what its store has put there for itself; null for no session.</summary>
    public Dictionary<string, JsonElement>? ExpectedFields
    {
        get
        {
            // One store serves what has expired until it is deleted.
            if (HasExpired || _document.GetProperty("expectedSession") is not { ValueKind: JsonValueKind.Object } session)
            {
                return null;
            }

            var stamp = Format switch
            {
                ExpressFormat.PwrDrvr or ExpressFormat.ConnectDynamoDbSession => "lastModified",
                ExpressFormat.DynamoDbStore => "updated",
                _ => null,
            };
            return session.EnumerateObject().Where(member => member.Name != stamp).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        }
    }

    public JsonElement ExpectedCookie => _document.GetProperty("expectedCookie");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Format}: {Name}");

    private string Text(string name) => _document.GetProperty(name).GetString()!;

    private static string Text(SessionValue value) => Encoding.UTF8.GetString(SessionFieldCodec.ToBytes(value));
}
