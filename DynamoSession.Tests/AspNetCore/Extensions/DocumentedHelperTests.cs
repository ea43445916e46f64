using DynamoSession.AspNetCore.Testing;
using DynamoSession.Tests.Support.Compilation;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Extensions;

/// <summary>
/// Our verbs in an application that has the <c>SessionExtensions</c> of ASP.NET Core's documentation, wherever it keeps them: everything
/// compiles and runs, with and without our namespace.
/// </summary>
public sealed class DocumentedHelperTests
{
    private const string HelperClass = """
        public static class SessionExtensions
        {
            public static void Set<T>(this ISession session, string key, T value)
            {
                session.SetString(key, System.Text.Json.JsonSerializer.Serialize(value));
            }

            public static T? Get<T>(this ISession session, string key)
            {
                var value = session.GetString(key);
                return value == null ? default : System.Text.Json.JsonSerializer.Deserialize<T>(value);
            }
        }
        """;

    private const string Cart = """
        namespace MyApp
        {
            public sealed class Cart
            {
                public List<string> Lines { get; set; } = [];
            }

            public static class Fields
            {
                public static readonly DynamoSession.Core.SessionField<Cart> Cart = new("cart");
            }
        }
        """;

    private const string Calls = """
            public static string Run(HttpContext context)
            {
                context.Session.Set("cart", new MyApp.Cart { Lines = { "mug" } });
                var first = context.Session.Get<MyApp.Cart>("cart")?.Lines.Count;
                context.Session.Set<DateTime>("since", new DateTime(2026, 11, 29));
                var since = context.Session.Get<DateTime>("since").Year;

                var session = context.GetDynamoSession();
                session.Set("mine", new MyApp.Cart { Lines = { "mug", "lamp" } });
                var second = session.Get<MyApp.Cart>("mine")?.Lines.Count;
                var third = session.TryGet<MyApp.Cart>("mine", out var cart) ? cart.Lines.Count : 0;

                context.Session.Increment("visits");
                context.Session.Append("log", "seen");
                context.Session.Set(MyApp.Fields.Cart, new MyApp.Cart { Lines = { "mug", "lamp", "desk" } });
                var fourth = context.Session.Get(MyApp.Fields.Cart)?.Lines.Count;
                var bytes = context.Session.Get("cart")?.Length > 0;
                context.Session.Set("raw", new byte[] { 1, 2, 3 });
                return $"{first} {since} {second} {third} {fourth} {bytes} {session.Get<int>("visits")}";
            }
        """;

    private static readonly (string Name, string File)[] Helpers =
    [
        ("in the global namespace", HelperClass),
        ("in the application's root namespace", $"namespace MyApp;\n{HelperClass}"),
        ("in a namespace of its own, imported by the file", $"namespace MyApp.Extensions;\n{HelperClass}"),
        ("in a namespace of its own, imported by the project", $"global using MyApp.Helpers;\nnamespace MyApp.Helpers;\n{HelperClass}"),
    ];

    private static readonly (string Name, string Head)[] Callers =
    [
        ("in the global namespace", ""),
        ("in the application's root namespace", "namespace MyApp;"),
        ("in a namespace inside of it", "namespace MyApp.Pages;"),
        ("in another namespace", "namespace Elsewhere;"),
    ];

    private static IEnumerable<TestCaseData> Applications() =>
        from helper in Helpers
        from caller in Callers
        from importsOurs in new[] { false, true }
        select new TestCaseData(helper.File, caller.Head, importsOurs)
            .SetArgDisplayNames($"helper {helper.Name}", $"calls {caller.Name}", importsOurs ? "with our namespace" : "without");

    [TestCaseSource(nameof(Applications))]
    public async Task Every_verb_compiles_and_runs_beside_the_helper(string helper, string caller, bool importsOurs)
    {
        var imports = (helper.StartsWith("namespace MyApp.Extensions", StringComparison.Ordinal) ? "using MyApp.Extensions;\n" : "using MyApp;\n")
            + (importsOurs ? "using DynamoSession.AspNetCore;\n" : "");
        var application = WebProject.Load(Cart, helper, $"{imports}{caller}\npublic static class Caller\n{{\n{Calls}\n}}");
        var session = new FakeSession();

        var said = application.GetTypes().Single(type => type.Name == "Caller").GetMethod("Run")!.Invoke(null, [session.CreateHttpContext()]);

        Assert.That(said, Is.EqualTo("1 2026 2 2 3 True 1"));
        await session.CommitAsync();
        Assert.That(((ISession)session).Get("raw"), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void The_application_that_has_both_in_scope_gets_its_own_methods()
    {
        var application = WebProject.Load(
            Cart,
            Helpers[2].File,
            $"using MyApp.Extensions;\nusing DynamoSession.AspNetCore;\npublic static class Caller\n{{\n{Calls}\n}}");
        var session = new FakeSession();

        application.GetType("Caller")!.GetMethod("Run")!.Invoke(null, [session.CreateHttpContext()]);

        // Text is what the helper writes; ours would be a Map.
        Assert.That(session.Changes.Set["since"], Is.EqualTo("\"2026-11-29T00:00:00\""));
    }

    [Test]
    public void Without_a_helper_the_verbs_by_name_need_our_namespace()
    {
        const string call = "public static class Caller { public static int Run(ISession session) { session.Set(\"count\", 1); return session.Get<int>(\"count\"); } }";

        Assert.Multiple(() =>
        {
            Assert.That(WebProject.Diagnose("using DynamoSession.AspNetCore;\n" + call), Is.Empty);
            Assert.That(WebProject.Diagnose(call), Has.Exactly(2).Items);
        });
    }

    [Test]
    public void Two_such_helpers_would_be_ambiguous()
    {
        var errors = WebProject.Diagnose(
            Cart,
            $"namespace MyApp.Extensions;\n{HelperClass}",
            $"namespace MyApp.Helpers;\n{HelperClass.Replace("SessionExtensions", "SessionHelpers", StringComparison.Ordinal)}",
            $"using MyApp.Extensions;\nusing MyApp.Helpers;\npublic static class Caller\n{{\n{Calls}\n}}");

        Assert.That(errors, Has.Some.Contains("CS0121"));
    }
}
