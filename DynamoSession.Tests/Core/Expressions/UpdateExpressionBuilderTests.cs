using DynamoSession.Core.Expressions;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Expressions;

public sealed class UpdateExpressionBuilderTests
{
    [Test]
    public void Clauses_of_a_kind_stand_together_behind_their_keyword()
    {
        var builder = new UpdateExpressionBuilder()
            .DeleteFromSet("#d", ":1").AddToSet("#a", ":1").Remove("#r").Set("#s", ":1")
            .DeleteFromSet("#e", ":2").AddToSet("#b", ":2").Remove("#q").Set("#t", ":2");

        var expression = builder.Build("condition");

        Assert.That(expression.Update, Is.EqualTo("SET #s = :1, #t = :2 REMOVE #r, #q ADD #a :1, #b :2 DELETE #d :1, #e :2"));
        Assert.That(expression.Condition, Is.EqualTo("condition"));
    }

    [Test]
    public void A_kind_without_clauses_has_no_keyword()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new UpdateExpressionBuilder().Build("c").Update, Is.Empty);
            Assert.That(new UpdateExpressionBuilder().Remove("#r").Build("c").Update, Is.EqualTo("REMOVE #r"));
            Assert.That(new UpdateExpressionBuilder().AddToSet("#a", ":a").Build("c").Update, Is.EqualTo("ADD #a :a"));
            Assert.That(new UpdateExpressionBuilder().DeleteFromSet("#d", ":d").Build("c").Update, Is.EqualTo("DELETE #d :d"));
        });
    }

    [Test]
    public void Its_length_is_never_too_small_with_sets_and_removals()
    {
        var builder = new UpdateExpressionBuilder();
        for (var clause = 0; clause < 10; clause++)
        {
            builder.Set($"#s{clause}", ":v").Remove($"#r{clause}");
        }

        var length = builder.Build("c").Update.Length;

        Assert.That(builder.Length, Is.InRange(length, length + 4), "The last separator of each kind isn't there.");
    }

    [Test]
    public void Each_clause_adds_its_own_length()
    {
        var builder = new UpdateExpressionBuilder();
        var before = builder.Length;

        builder.AddToSet("#a", ":a").DeleteFromSet("#d", ":d").Assign(ChangePlaceholders.At(7));

        Assert.That(builder.Length - before, Is.EqualTo((2 * "#a :a, ".Length) + "#s.#7 = :7, ".Length));
    }

    [Test]
    public void A_placeholder_that_is_declared_again_is_declared_once()
    {
        var builder = new UpdateExpressionBuilder();

        var placeholders = (builder.Name("#a", "attribute"), builder.Name("#a", "attribute"), builder.Value(":a", 1), builder.Value(":a", 2));

        var expression = builder.Build("c");
        Assert.That(placeholders, Is.EqualTo(("#a", "#a", ":a", ":a")));
        Assert.That((expression.Names.Single(), Sample.TextOf(expression.Values)[":a"]), Is.EqualTo((KeyValuePair.Create("#a", "attribute"), """{"N":"2"}""")));
    }

    [Test]
    public void The_condition_is_what_was_written_to_it()
    {
        var builder = new UpdateExpressionBuilder().Set("#s", ":1");
        builder.Condition.Append('a').Append(" AND ").Append('b');

        Assert.That(builder.Build().Condition, Is.EqualTo("a AND b"));
    }

    [Test]
    public void Two_expressions_that_are_written_at_once_do_not_mix()
    {
        var first = new UpdateExpressionBuilder().Set("#a", ":1");
        var second = new UpdateExpressionBuilder().Set("#b", ":2");
        first.Condition.Append("first");
        second.Condition.Append("second");

        var texts = new[] { first.Build(), second.Build() }.Select(expression => (expression.Update, expression.Condition));

        Assert.That(texts, Is.EqualTo(new[] { ("SET #a = :1", "first"), ("SET #b = :2", "second") }));
    }

    [Test]
    public void An_expression_does_not_begin_with_another_of_its_thread()
    {
        new UpdateExpressionBuilder().Set("#a", ":1").Build("first");

        var expression = new UpdateExpressionBuilder().Set("#b", ":2").Build("second");

        Assert.That((expression.Update, expression.Condition), Is.EqualTo(("SET #b = :2", "second")));
    }

    [Test]
    public void What_another_expression_may_be_using_cannot_be_written_any_more()
    {
        var builder = new UpdateExpressionBuilder().Set("#a", ":1").Remove("#r");
        builder.Build("condition");

        Assert.Multiple(() =>
        {
            Assert.That(() => builder.Set("#b", ":2"), Throws.InvalidOperationException);
            Assert.That(() => builder.Condition, Throws.InvalidOperationException);
            Assert.That(builder.Build, Throws.InvalidOperationException);
        });
    }

    [Test]
    public void However_long_an_expression_is_it_has_all_its_text()
    {
        var clauses = Enumerable.Range(0, 300).Select(index => $"#{index} = :{index}").ToArray();
        var builder = new UpdateExpressionBuilder(changes: 3);
        foreach (var clause in clauses)
        {
            var parts = clause.Split(" = ");
            builder.Set(parts[0], parts[1]);
        }

        var condition = string.Join(" AND ", clauses);

        var expression = builder.Build(condition);

        Assert.That((expression.Update, expression.Condition), Is.EqualTo(($"SET {string.Join(", ", clauses)}", condition)));
        Assert.That(WithCondition("short").Condition, Is.EqualTo("short"));
    }

    private static UpdateExpression WithCondition(string condition) => new UpdateExpressionBuilder().Set("#s", ":1").Build(condition);
}
