using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Changes that were handed out to be written, and what is changed meanwhile.</summary>
public sealed class TakenFieldsTests
{
    [Test]
    public void Taken_changes_are_read_as_stored_and_taken_once()
    {
        var fields = Loaded.With(("k", Sample.Number(1)));
        fields.Set("k", 2);

        var taken = fields.TakeChanges();
        fields.AcceptTaken();

        Assert.That(taken.Fields.Keys, Is.EqualTo(new[] { "k" }));
        Assert.That(fields.Get<int>("k"), Is.EqualTo(2));
        Assert.That((fields.GetChanges().IsEmpty, fields.TakeChanges().IsEmpty), Is.EqualTo((true, true)));
    }

    [Test]
    public void Until_they_are_accepted_they_are_among_the_changes()
    {
        var fields = Loaded.With(("count", Sample.Number(1)));
        fields.Increment("count");
        fields.TakeChanges();
        fields.Increment("count", 5);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"6"}""" }));
    }

    [Test]
    public void What_is_changed_meanwhile_survives_their_acceptance()
    {
        var fields = Loaded.With(("count", Sample.Number(1)), ("theme", Sample.Text("dark")));
        fields.Increment("count", 2);
        fields.TakeChanges();

        fields.Increment("count", 3);
        fields.Remove("theme");
        fields.AcceptTaken();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"3"}""", "theme: Remove" }));
    }

    [Test]
    public void Put_back_they_are_under_what_is_changed_meanwhile()
    {
        var fields = Loaded.With(("count", Sample.Number(1)), ("theme", Sample.Text("dark")));
        fields.Increment("count", 2);
        fields.Set("theme", "light");
        fields.Set("new", 1);
        fields.TakeChanges();

        fields.Increment("count", 3);
        fields.Set("theme", "dark");
        fields.Remove("new");
        fields.PutBackTaken();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"5"}""" }));
    }

    [Test]
    public void A_clear_that_is_put_back_clears()
    {
        var fields = Loaded.With(("k", Sample.Number(1)));
        fields.Clear();
        fields.TakeChanges();

        fields.Set("after", 1);
        fields.PutBackTaken();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear", """after: Set {"N":"1"}""" }));
    }

    [Test]
    public void A_second_take_before_the_first_is_answered_is_refused()
    {
        var fields = Loaded.With();
        fields.Set("k", 1);
        fields.TakeChanges();
        fields.Set("k", 2);

        Assert.That(() => fields.TakeChanges(), Throws.InvalidOperationException.With.Message.Contains("AcceptTaken"));
        Assert.That(() => fields.Rebase(Sample.Fields()), Throws.InvalidOperationException);
    }

    [Test]
    public void An_object_that_cannot_be_stored_leaves_all_changes_where_they_are()
    {
        var fields = Loaded.With(("map", Loaded.Value(new Dictionary<string, double> { ["a"] = 1 })));
        fields.Set("k", 1);
        var map = fields.Get<Dictionary<string, double>>("map")!;
        map["a"] = double.NaN;
        Assert.That(() => fields.TakeChanges(), Throws.ArgumentException);

        map["a"] = 2;

        Assert.That(fields.TakeChanges().Fields.Keys, Is.EquivalentTo(new[] { "k", "map" }));
    }

    [Test]
    public void An_object_is_encoded_once_by_a_take()
    {
        var fields = Loaded.With(("counted", Loaded.Value(new Counted())));
        var counted = fields.Get<Counted>("counted")!;
        counted.Items.Add("a");
        Counted.Looks = 0;

        fields.TakeChanges();
        fields.AcceptTaken();

        Assert.That(Counted.Looks, Is.EqualTo(1));
    }

    [Test]
    public void An_object_that_differs_at_every_look_is_taken_once_unless_it_is_changed()
    {
        var fields = Loaded.With(("restless", Loaded.Value(new Restless())));
        var restless = fields.Get<Restless>("restless")!;

        Assert.That(Take(), Is.EqualTo(new[] { "restless" }), "It may have been changed.");
        Assert.That(Take(), Is.Empty);
        restless.Items["a"] = 1;
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        Assert.That(Take(), Is.Empty);
        restless.Items["a"] = 2;
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        restless.Items.Remove("a");
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        restless.List.Add("b");
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        restless.List[0] = "c";
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        restless.Inner = new Restless();
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        restless.Inner.Items["a"] = 1;
        Assert.That(Take(), Is.EqualTo(new[] { "restless" }));
        Assert.That(Take(), Is.Empty);

        IEnumerable<string> Take()
        {
            var taken = fields.TakeChanges();
            fields.AcceptTaken();
            return taken.Fields.Keys;
        }
    }

    [Test]
    public void A_default_value_that_serializes_differently_each_time_is_not_a_change_until_it_is_mutated()
    {
        var fields = Loaded.With();
        var restless = fields.GetOrDefault("restless", () => new Restless());

        Assert.That((fields.GetChanges().IsEmpty, fields.Names.Any(), fields.TakeChanges().IsEmpty), Is.EqualTo((true, false, true)));
        restless.Items["a"] = 1;
        Assert.That(fields.TakeChanges().Fields.Keys, Is.EqualTo(new[] { "restless" }));
        fields.AcceptTaken();
        Assert.That(fields.TakeChanges().IsEmpty, Is.True);
    }

    [Test]
    public void What_others_have_not_changed_stays_the_same_instance_after_a_rebase()
    {
        var fields = Loaded.With(("mine", Sample.List("a")), ("theirs", Sample.List("a")));
        var mine = fields.Get<List<string>>("mine")!;
        var theirs = fields.Get<List<string>>("theirs")!;

        fields.Rebase(Sample.Fields(("mine", Sample.List("a")), ("theirs", Sample.List("b"))));
        mine.Add("later");

        Assert.That(fields.Get<List<string>>("theirs"), Is.Not.SameAs(theirs).And.EqualTo(new[] { "b" }));
        Assert.That(fields.GetChanges().Fields.Keys, Is.EqualTo(new[] { "mine" }));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Taken_and_accepted_or_put_back_at_any_moment_the_fields_come_out_the_same(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 5_000; run++)
        {
            var stored = Sample.Fields([.. Names.Where(_ => random.Next(2) == 0).Select(name => (name, Sample.Number(random.Next(3))))]);
            var plain = new SessionFields(Loaded.Codec, stored);
            var taken = new SessionFields(Loaded.Codec, stored);
            var table = (IReadOnlyDictionary<string, SessionValue>)stored;
            for (var step = random.Next(1, 10); step > 0; step--)
            {
                var change = Change(random);
                change(plain);
                change(taken);
                if (random.Next(3) == 0)
                {
                    var changes = taken.TakeChanges();
                    var meanwhile = Change(random);
                    meanwhile(plain);
                    meanwhile(taken);
                    if (random.Next(2) == 0)
                    {
                        table = changes.ApplyTo(table);
                        taken.AcceptTaken();
                    }
                    else
                    {
                        taken.PutBackTaken();
                    }
                }
            }

            Assert.That(taken.Names, Is.EquivalentTo(plain.Names));
            Assert.That(
                Sample.TextOf(taken.TakeChanges().ApplyTo(table)).OrderBy(field => field.Key),
                Is.EqualTo(Sample.TextOf(plain.GetChanges().ApplyTo(stored)).OrderBy(field => field.Key)));
        }
    }

    private static readonly string[] Names = ["a", "b", "c"];

    private static Action<SessionFields> Change(Random random)
    {
        var name = Names[random.Next(Names.Length)];
        var number = random.Next(3);
        return random.Next(8) switch
        {
            0 => fields => fields.Clear(),
            1 or 2 => fields => fields.Remove(name),
            3 or 4 => fields => fields.Increment(name, number),
            _ => fields => fields.Set(name, number),
        };
    }

    private sealed class Counted
    {
        private readonly int _look = 1;

        public static int Looks { get; set; }

        public List<string> Items { get; set; } = [];

        public int Look
        {
            get
            {
                Looks++;
                return _look;
            }
        }
    }

    private sealed class Restless
    {
        private int _looks;

        public Dictionary<string, int> Items { get; set; } = [];

        public List<string> List { get; set; } = [];

        public Restless? Inner { get; set; }

        public int Look => ++_looks;

        public Guid Id => _looks < 0 ? Guid.Empty : Guid.NewGuid();

        public int[] Growing => new int[_looks % 7];

        public string? Now => _looks % 2 == 0 ? null : "odd";
    }
}
