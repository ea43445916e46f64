using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Laravel;

namespace DynamoSession.Tests.Support.Laravel;

/// <summary>A session as a real Laravel application wrote it, with the cookie that it sent.</summary>
internal sealed class LaravelFixture
{
    private readonly JsonElement _json;

    private LaravelFixture(JsonElement json) => _json = json;

    /// <summary>Gets the names of all.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public string CookieName => Text("cookieName");

    /// <summary>Gets the cookie's value as a browser sends it.</summary>
    public string CookieValue => CookieHeader[(CookieName.Length + 1)..];

    public string CookieHeader => Text("cookieHeader");

    public string SessionId => Text("sessionId");

    public string ApplicationKey => Config.GetProperty("app.key").GetString()!;

    public bool IsEncrypted => Config.GetProperty("session.encrypt").GetBoolean();

    public string ValueAttribute => Attributes.GetProperty("value").GetString()!;

    public string ExpiresAttribute => Attributes.GetProperty("expiration").GetString()!;

    public JsonElement ExpectedSession => _json.GetProperty("expectedSession");

    /// <summary>Gets the fields that hold PHP objects, each as the text that PHP has serialised it to.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> OpaqueFields => ExpectedSession.EnumerateObject()
        .Where(member => member.Value is { ValueKind: JsonValueKind.Object } value && !value.EnumerateObject().Any())
        .Select(member => KeyValuePair.Create(member.Name, JsonSerializer.SerializeToElement(SerialisedOf(member.Name))));

    public ManualTimeProvider Clock => new(DateTimeOffset.FromUnixTimeSeconds(_json.GetProperty("capturedAtEpochSec").GetInt64()));

    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(_json.GetProperty("capturedAtEpochSec").GetInt64()) + Lifetime;

    public Dictionary<string, AttributeValue> Item => _json.GetProperty("item").EnumerateObject().ToDictionary(
        attribute => attribute.Name, attribute => AttributeValueJson.ToAttributeValue(Sample.Json(attribute.Value.GetRawText())), StringComparer.Ordinal);

    public string KeyAttribute => Attributes.GetProperty("key").GetString()!;

    private static string Folder => Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "laravel-dynamodb");

    private JsonElement Config => _json.GetProperty("config");

    private JsonElement Attributes => Config.GetProperty("attributes");

    private TimeSpan Lifetime => TimeSpan.FromMinutes(Config.GetProperty("session.lifetime (minutes)").GetInt32());

    public static LaravelFixture Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return new(document.RootElement.Clone());
    }

    /// <summary>Returns the application's configuration, as an operator copies it from there.</summary>
    public LaravelSessionOptions Options(string tableName) => new()
    {
        Table = { TableName = tableName, KeyAttribute = KeyAttribute, KeyPrefix = Config.GetProperty("cache.prefix").GetString() },
        ValueAttribute = ValueAttribute,
        ExpiresAttribute = ExpiresAttribute,
        Lifetime = Lifetime,
        IsEncrypted = IsEncrypted,
        ApplicationKey = ApplicationKey,
    };

    public LaravelDecrypter Encrypter() => new(ApplicationKey, [], LaravelCipher.Aes256Cbc);

    /// <summary>Finds a field's object in what was serialised by counting braces, which are balanced in the captured ones.</summary>
    private string SerialisedOf(string field)
    {
        var text = Text("innerValueAfterFirstUnserialize");
        var start = text.IndexOf($"s:{field.Length}:\"{field}\";", StringComparison.Ordinal) + $"s:{field.Length}:\"{field}\";".Length;
        var depth = 0;
        for (var index = text.IndexOf('{', start); ; index++)
        {
            depth += text[index] == '{' ? 1 : text[index] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return text[start..(index + 1)];
            }
        }
    }

    private string Text(string name) => _json.GetProperty(name).GetString()!;
}
