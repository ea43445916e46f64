using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Thousands of random requests, each against the simplest thing that could be right: a dictionary of texts.</summary>
public sealed class FieldModelTests
{
    private const int Sequences = 4_000;
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Fields_are_what_a_dictionary_would_be(int seed)
    {
        var random = new Random(seed);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var run = new Run(random);
            for (var steps = random.Next(1, 12); steps > 0; steps--)
            {
                run.Step();
            }

            run.Check();
        }
    }

    /// <summary>One request, done to both.</summary>
    private sealed class Run
    {
        private readonly Random _random;
        private readonly List<string> _steps = [];
        private readonly Dictionary<string, string> _model = new(StringComparer.Ordinal);
        private Dictionary<string, SessionValue> _loaded = new(StringComparer.Ordinal);
        private SessionFields _fields;
        private bool _cleared;

        public Run(Random random)
        {
            _random = random;
            foreach (var name in Names.Where(_ => random.Next(2) == 0))
            {
                var value = Values()[random.Next(4)];
                _loaded[name] = value;
                _model[name] = Sample.TextOf(value);
                _steps.Add($"load {name} {_model[name]}");
            }

            _fields = new SessionFields(Loaded.Codec, _loaded);
        }

        private string History => string.Join("; ", _steps);

        public void Step()
        {
            var name = Names[_random.Next(Names.Length)];
            switch (_random.Next(10))
            {
                case 0:
                    Do($"clear", () => _fields.Clear());
                    _cleared = true;
                    _model.Clear();
                    break;
                case 1:
                    Do($"remove {name}", () => _fields.Remove(name));
                    _model.Remove(name);
                    break;
                case 2:
                    Increment(name, _random.Next(-2, 3));
                    break;
                case 3:
                    Append(name, _random.Next(3));
                    break;
                case 4:
                    Mutate(name, _random.Next(3));
                    break;
                case 5:
                    Do("accept", _fields.AcceptAll);
                    _loaded = _model.ToDictionary(field => field.Key, field => Sample.Json(field.Value), StringComparer.Ordinal);
                    _cleared = false;
                    break;
                case 6:
                    Do($"read {name}", () => _fields.TryGetBytes(name, out _));
                    break;
                default:
                    var value = Values()[_random.Next(4)];
                    Do($"set {name} {Sample.TextOf(value)}", () => Set(name, value));
                    _model[name] = Sample.TextOf(value);
                    break;
            }
        }

        public void Check()
        {
            var changes = _fields.GetChanges();
            var applied = Sample.TextOf(changes.ApplyTo(_loaded));
            var isEqual = !_cleared && Sample.TextOf(_loaded).OrderBy(field => field.Key).SequenceEqual(_model.OrderBy(field => field.Key));

            Assert.That(applied, Is.EquivalentTo(_model), History);
            Assert.That(_fields.Names, Is.EquivalentTo(_model.Keys), History);
            Assert.That(changes.IsEmpty, Is.EqualTo(isEqual), History);
            foreach (var name in Names)
            {
                var isThere = _model.TryGetValue(name, out var expected);
                Assert.That(_fields.Contains(name), Is.EqualTo(isThere), History);
                Assert.That(_fields.TryGetBytes(name, out var bytes), Is.EqualTo(isThere), History);
                Assert.That(bytes, Is.EqualTo(isThere ? SessionFieldCodec.ToBytes(Sample.Json(expected!)) : null), History);
            }
        }

        // Few values, so that they often meet themselves again.
        private static SessionValue[] Values() => [Sample.Number(1), Sample.Number(2), Sample.Text("text"), Sample.List("0")];

        private void Set(string name, SessionValue value)
        {
            switch (value.Kind)
            {
                case SessionValueKind.Number:
                    _fields.Set(name, Loaded.Codec.Decode<int>(name, value));
                    break;
                case SessionValueKind.String:
                    _fields.Set(name, Loaded.Codec.Decode<string>(name, value));
                    break;
                default:
                    _fields.Set(name, Loaded.Codec.Decode<List<string>>(name, value));
                    break;
            }
        }

        private void Increment(string name, int by)
        {
            var current = _model.TryGetValue(name, out var text) ? Sample.Json(text) : Sample.Number(0);
            if (current.Kind != SessionValueKind.Number)
            {
                _steps.Add($"increment {name}, refused");
                Assert.That(() => _fields.Increment(name, by), Throws.TypeOf<SessionFieldTypeException>(), History);
                return;
            }

            Do($"increment {name} {by}", () => _fields.Increment(name, by));
            _model[name] = Sample.TextOf(Sample.Number(Loaded.Codec.Decode<int>(name, current) + by));
        }

        private void Append(string name, int item)
        {
            var current = _model.TryGetValue(name, out var text) ? Sample.Json(text) : Sample.List();
            if (current.Kind != SessionValueKind.List)
            {
                _steps.Add($"append {name}, refused");
                Assert.That(() => _fields.Append(name, $"{item}"), Throws.TypeOf<SessionFieldTypeException>(), History);
                return;
            }

            Do($"append {name} {item}", () => _fields.Append(name, $"{item}"));
            _model[name] = Sample.TextOf(Sample.List([.. Loaded.Codec.Decode<string[]>(name, current)!, $"{item}"]));
        }

        private void Mutate(string name, int item)
        {
            if (!_model.TryGetValue(name, out var text) || Sample.Json(text).Kind != SessionValueKind.List)
            {
                return;
            }

            Do($"mutate {name} {item}", () => _fields.Get<List<string>>(name)![0] = $"{item}");
            var list = Loaded.Codec.Decode<string[]>(name, Sample.Json(text))!;
            list[0] = $"{item}";
            _model[name] = Sample.TextOf(Sample.List(list));
        }

        private void Do(string step, Action action)
        {
            _steps.Add(step);
            action();
        }
    }
}
