using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DynamoSession.Tests.Architecture;

/// <summary>Prints what an assembly shows to others, a line for each type and member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string[] Describe(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => (string[])[Header(type), .. Members(type).Order(StringComparer.Ordinal).Select(member => "    " + member)]),
    ];

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        string[] bases =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && !type.IsEnum && !type.IsValueType ? [TypeNames.Of(parent)] : Array.Empty<string>(),
            .. type.GetInterfaces().Except(inherited).Where(contract => contract.IsVisible && !type.IsEnum).Select(contract => TypeNames.Of(contract)).Order(StringComparer.Ordinal),
        ];
        return $"{kind} {type.Namespace}.{TypeNames.Of(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)} {name}"));
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"{TypeNames.Of(type)}({Parameters(constructor)})")
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(Field))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName).Select(Method));
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {TypeNames.Of(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue())}"
        : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeNames.Of(field)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var isRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        var setter = property.SetMethod is { } method && IsVisible(method)
            ? method.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var getter = property.GetMethod is { } get && IsVisible(get) ? " get;" : "";
        var modifiers = Modifiers(property.GetAccessors(nonPublic: true)[0]) + (isRequired ? "required " : "");
        return $"{modifiers}{TypeNames.Of(property)} {property.Name} {{{getter}{setter} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        var constraints = string.Concat(method.GetGenericArguments().Select(Constraint));
        return $"{Modifiers(method)}{TypeNames.Of(method.ReturnParameter)} {method.Name}{generics}({Parameters(method)}){constraints}";
    }

    private static string Modifiers(MethodInfo method) => method switch
    {
        { DeclaringType.IsInterface: true } => "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((parameter, index) =>
        {
            var prefix = isExtension && index == 0 ? "this " : parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";
            var suffix = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "";
            return $"{prefix}{TypeNames.Of(parameter)} {parameter.Name}{suffix}";
        }));
    }

    private static string Constraint(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => TypeNames.Of(type)),
        ];
        return constraints.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
