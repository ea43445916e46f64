using System.Reflection;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore;
using DynamoSession.Core;

namespace DynamoSession.Tests.Architecture;

/// <summary>What each assembly may reference.</summary>
public sealed class ReferenceTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(ISessionTable).Assembly;
    private static readonly Assembly AspNetCore = typeof(IDynamoSession).Assembly;

    [Test]
    public void Core_references_neither_ASP_NET_nor_dependency_injection()
    {
        var references = Core.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.That(references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)), Is.EquivalentTo(new[] { "AWSSDK.Core", "AWSSDK.DynamoDBv2" }));
    }

    [Test]
    public void Core_opens_its_internals_to_its_sibling_and_the_tests_alone() => Assert.That(
        Core.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName),
        Is.EquivalentTo(new[] { "DynamoSession.AspNetCore", "DynamoSession.Tests" }));

    [Test]
    public void Only_these_types_hold_or_pass_a_DynamoDB_client()
    {
        var types = Core.GetTypes().Concat(AspNetCore.GetTypes()).Where(TouchesClient).Select(Outermost).Select(type => type.FullName).Distinct();

        Assert.That(types, Is.EquivalentTo(new[]
        {
            "DynamoSession.Core.Migration.Microsoft.DistributedCacheTableStore",
            "DynamoSession.Core.Migration.BulkMigration",
            "DynamoSession.Core.Migration.BulkMigrationSource",
            "DynamoSession.Core.Migration.Express.ExpressSessionStore",
            "DynamoSession.Core.Migration.Tables.LegacyTable",
            "DynamoSession.AspNetCore.Migration.LegacyTableSource",
            "DynamoSession.Core.DynamoDbSessionTable",
            "DynamoSession.Core.Sharing.ExpressSessionTable",
            "DynamoSession.Core.Migration.Laravel.LaravelSessionStore",
            "DynamoSession.Core.SessionTableProvisioner",
            "DynamoSession.Core.Migration.Tables.LegacyItems",
            "DynamoSession.Core.DynamoDb.SessionItems",
            "DynamoSession.Core.DynamoDb.SdkItemCalls",
            "DynamoSession.Core.Sharing.SharedItems",
            "DynamoSession.Core.DynamoDbSessionDirectory",
            "DynamoSession.Core.Directory.DirectoryItems",
            "DynamoSession.Core.Users.UserBinder",
            "DynamoSession.Core.Users.UserIndex",
            "DynamoSession.Core.Users.UserItems",
            "DynamoSession.Core.Users.UserLimit",
            "DynamoSession.Core.Users.UserRevoker",
            "DynamoSession.Core.Users.UserSessionIds",
            "DynamoSession.Core.DynamoDb.TableAdministration",
            "DynamoSession.Core.DynamoDb.ServerClock",
            "DynamoSession.Core.SessionTableCheck",
            "DynamoSession.Core.Calls.CredentialsAtHand",
            "DynamoSession.Core.Wire.ClientInternals",
            "DynamoSession.Core.Wire.DynamoDbWire",
            "DynamoSession.Core.Wire.SubstitutedClient",
            "DynamoSession.AspNetCore.Registration.DynamoDbClientSource",
            "DynamoSession.AspNetCore.Registration.OwnDynamoDbClient",
        }));
    }

    [Test]
    public void No_public_member_shows_a_model_type_of_the_SDK()
    {
        var shown = Core.GetExportedTypes().Concat(AspNetCore.GetExportedTypes())
            .SelectMany(type => type.GetMembers(Everything).Where(IsVisible).SelectMany(TypesOf).Select(shownType => (type, shownType)))
            .Where(pair => pair.shownType.Namespace == "Amazon.DynamoDBv2.Model")
            .Select(pair => $"{pair.type}: {pair.shownType}");

        Assert.That(shown, Is.Empty);
    }

    private static bool TouchesClient(Type type) =>
        type.GetMembers(Everything).SelectMany(TypesOf).Any(used => typeof(IAmazonDynamoDB).IsAssignableFrom(used));

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        // Their accessors are methods.
        _ => false,
    };

    private static IEnumerable<Type> TypesOf(MemberInfo member) => (member switch
    {
        FieldInfo field => [field.FieldType],
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        MethodBase constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        _ => Enumerable.Empty<Type>(),
    }).SelectMany(Parts);

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : [type, .. type.GetGenericArguments().SelectMany(Parts)];
}
