#pragma warning disable CA1805, CA1812, CA1822, CA1852, CA1859, IDE0060 // Read by CompiledUsesTests, never run.

namespace DynamoSession.Tests.Architecture.Graph;

/// <summary>Every way in which one type uses another: each type but the first uses <see cref="Target"/>, in the way of its name.</summary>
internal static class SampleUses
{
    internal class Target : Exception
    {
        public static Target Create() => new();

        internal sealed class Inner;
    }

    internal sealed class ByNothing
    {
        public string Target() => nameof(Target);
    }

    internal sealed class ByBase : Target;

    internal interface ByInterface : IEnumerable<Target>;

    internal sealed class ByField
    {
        private readonly Target[]? _field = null;

        public override string? ToString() => _field?.ToString();
    }

    internal sealed class ByParameter
    {
        public void Take(ref Target? target) => target = null;
    }

    [Mark(typeof(Target))]
    internal sealed class ByAttribute;

    internal sealed class ByConstraint
    {
        public void Take<T>(T value)
            where T : Target => _ = value;
    }

    internal sealed class ByTypeOf
    {
        public Type Get() => typeof(Target);
    }

    internal sealed class ByCast
    {
        public bool IsOne(object value) => value is Target;
    }

    internal sealed class ByCall
    {
        public void Call() => Target.Create();
    }

    internal sealed class ByCreation
    {
        public object Create() => new Target();
    }

    internal sealed class ByInner
    {
        public object Create() => new Target.Inner();
    }

    internal sealed class ByGenericCall
    {
        public object Get() => Enumerable.Empty<Target>();
    }

    internal sealed class ByValueNeverNamed
    {
        public object Get(Lazy<Func<ByReturn>> source) => source.Value().Get();
    }

    internal sealed class ByReturn
    {
        public Target Get() => throw new NotSupportedException();
    }

    internal sealed class ByCatch
    {
        public void Try(Action act)
        {
            try
            {
                act();
            }
            catch (Target)
            {
            }
        }
    }

    internal sealed class ByLambda
    {
        public Func<object> Get(object other) => () => other ?? Target.Create();
    }

    internal sealed class ByAsync
    {
        public async Task<object> GetAsync()
        {
            await Task.Yield();
            return Target.Create();
        }
    }

    internal sealed class ByIterator
    {
        public IEnumerable<object> All()
        {
            yield return Target.Create();
        }
    }

    internal sealed class ByLocalFunction
    {
        public object Get(int depth)
        {
            return Local(depth);

            object Local(int left) => left == 0 ? Target.Create() : Local(left - 1);
        }
    }

    internal sealed class ByNested
    {
        private sealed class Inner
        {
            public object Get() => Target.Create();
        }
    }

    /// <summary>A circle that no signature shows.</summary>
    internal sealed class Ping
    {
        public Func<object> Get() => () => new Pong();
    }

    /// <summary>The other half of it.</summary>
    internal sealed class Pong
    {
        public async Task<Type> GetAsync()
        {
            await Task.Yield();
            return typeof(Ping);
        }
    }

    /// <summary>Has what compiled code only copies.</summary>
    internal static class Constants
    {
        public const int Most = 7;

        public static readonly int Least = 1;
    }

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class MarkAttribute(Type type) : Attribute
    {
        public Type Type { get; } = type;
    }
}
