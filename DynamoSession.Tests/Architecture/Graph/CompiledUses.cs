using Mono.Cecil;
using Mono.Cecil.Cil;

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>
/// Reads from compiled assemblies which type uses which: signatures, attributes, generic arguments, and what method bodies
/// call, create, cast to and hold. What the compiler makes of lambdas, iterators and async methods counts for the type that they
/// were written in.
/// </summary>
/// <remarks>Constants and <c>nameof</c> leave no trace in compiled code: see <see cref="SourceConstants"/>.</remarks>
internal sealed class CompiledUses
{
    private readonly Action<TypeDefinition, string, TypeDefinition, string> _found;
    private readonly Dictionary<string, TypeDefinition> _types;
    private readonly TypeDefinition _type;
    private string _member = "";

    private CompiledUses(TypeDefinition type, Dictionary<string, TypeDefinition> types, Action<TypeDefinition, string, TypeDefinition, string> found) =>
        (_type, _types, _found) = (type, types, found);

    /// <summary>Calls <paramref name="found"/> for each use: the using outermost type, its member, the used outermost type, what of it is used.</summary>
    public static void Read(IReadOnlyCollection<TypeDefinition> outermost, Action<TypeDefinition, string, TypeDefinition, string> found)
    {
        var types = outermost.ToDictionary(type => type.FullName);
        foreach (var type in outermost)
        {
            new CompiledUses(type, types, found).ReadType(type);
        }
    }

    private void ReadType(TypeDefinition type)
    {
        _member = SourceNames.OfType(type);
        Attributes(type);
        Generics(type);
        Use(type.BaseType);
        foreach (var contract in type.Interfaces)
        {
            Use(contract.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            _member = SourceNames.OfMember(type, field.Name);
            Attributes(field);
            Use(field.FieldType);
        }

        foreach (var property in type.Properties)
        {
            _member = SourceNames.OfMember(type, property.Name);
            Attributes(property);
        }

        foreach (var method in type.Methods)
        {
            _member = SourceNames.OfMember(type, method.Name);
            ReadMethod(method);
        }

        foreach (var nested in type.NestedTypes)
        {
            ReadType(nested);
        }
    }

    private void ReadMethod(MethodDefinition method)
    {
        Attributes(method);
        Attributes(method.MethodReturnType);
        Generics(method);
        Use(method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            Attributes(parameter);
            Use(parameter.ParameterType);
        }

        foreach (var implemented in method.Overrides)
        {
            Use(implemented.DeclaringType);
        }

        if (method.HasBody)
        {
            ReadBody(method.Body);
        }
    }

    private void ReadBody(MethodBody body)
    {
        foreach (var variable in body.Variables)
        {
            Use(variable.VariableType);
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            Use(handler.CatchType);
        }

        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    Use(type);
                    break;
                case MethodReference method:
                    Use(method.DeclaringType, method.Name);
                    // Optimized code keeps no local variable for a value that it only passes on.
                    Use(method.ReturnType);
                    Arguments(method);
                    break;
                case FieldReference field:
                    Use(field.DeclaringType, field.Name);
                    Use(field.FieldType);
                    break;
                default:
                    break;
            }
        }
    }

    private void Arguments(MethodReference method)
    {
        if (method is GenericInstanceMethod generic)
        {
            foreach (var argument in generic.GenericArguments)
            {
                Use(argument);
            }
        }
    }

    private void Generics(IGenericParameterProvider provider)
    {
        foreach (var parameter in provider.GenericParameters)
        {
            Attributes(parameter);
            foreach (var constraint in parameter.Constraints)
            {
                Use(constraint.ConstraintType);
            }
        }
    }

    private void Attributes(ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            Use(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument)))
            {
                Value(argument);
            }
        }
    }

    private void Value(CustomAttributeArgument argument)
    {
        Use(argument.Type);
        switch (argument.Value)
        {
            case TypeReference type:
                Use(type);
                break;
            case CustomAttributeArgument boxed:
                Value(boxed);
                break;
            case CustomAttributeArgument[] array:
                Array.ForEach(array, Value);
                break;
            default:
                break;
        }
    }

    private void Use(TypeReference? used, string? member = null)
    {
        switch (used)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                Use(generic.ElementType, member);
                foreach (var argument in generic.GenericArguments)
                {
                    Use(argument);
                }

                return;
            case FunctionPointerType pointer:
                Use(pointer.ReturnType);
                foreach (var parameter in pointer.Parameters)
                {
                    Use(parameter.ParameterType);
                }

                return;
            // int[], ref int, int*, in int.
            case TypeSpecification specification:
                Use(specification.ElementType, member);
                return;
        }

        var outermost = used;
        while (!_types.ContainsKey(outermost.FullName) && outermost.DeclaringType is { } outer)
        {
            outermost = outer;
        }

        if (_types.TryGetValue(outermost.FullName, out var definition) && definition != _type)
        {
            _found(_type, _member, definition, member is null ? SourceNames.OfType(used) : SourceNames.OfMember(used, member));
        }
    }
}
