using System.Globalization;
using System.Text.Json.Nodes;
using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>The bugs that the checker must find.</summary>
internal static class SeededBugs
{
    public static SeededBug NoToken() => OnWire(update => update.IsCommit, update => update.Weaken(" AND attribute_not_exists(#rt.#t)"));

    // A duplicate that arrives after its token was removed early is applied again.
    public static SeededBug NoVersionOfRemovedTokens() => OnWire(update => update.IsCommit, update => update.Weaken(" AND NOT #rtv > :ver"));

    // Comparing `expires` also requires the item to exist.
    public static SeededBug NoExistenceCondition() => OnWire(update => !update.IsCreation, update =>
    {
        update.Weaken("attribute_exists(#id) AND ");
        update.Weaken("#expires > :now", "(attribute_not_exists(#expires) OR #expires > :now)");
        update.Weaken("#expires < :expires", "(attribute_not_exists(#expires) OR #expires < :expires)");
        update.Weaken("#expires <= :expires", "(attribute_not_exists(#expires) OR #expires <= :expires)");
    });

    public static SeededBug NoCreationCondition() => OnWire(update => update.IsCreation, update => update.Weaken("attribute_not_exists(#id)"));

    public static SeededBug NoTombstoneCondition() => OnWire(update => true, update => update.Weaken(" AND attribute_not_exists(#dead)"));

    public static SeededBug NoExpiryCondition() => OnWire(update => true, update => update.Weaken(" AND #expires > :now"));

    public static SeededBug RenewalWithoutVersionFence() => OnWire(update => update.IsFence, update => update.Weaken(" AND #ver = :ver"));

    public static SeededBug OverflowWithoutVersion() => OnWire(update => update.IsCommit, update => update.Weaken(" AND #ver = :ver"));

    public static SeededBug TouchThatCanShorten() => OnWire(update => update.IsTouch, update => update.Weaken(" AND #expires < :expires"));

    public static SeededBug CommitThatCanShorten() => OnWire(update => update.IsCommit, update => update.Weaken(" AND #expires <= :expires"));

    public static SeededBug RetryWithAFreshToken() => OnWire(
        update => update.IsCommit, update => update.Names["#t"] = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..11]);

    public static SeededBug TombstoneThatExpiresAtOnce() =>
        OnWire(update => update is { IsTombstone: true, IsFence: false }, update => update.Values[":expires"] = new JsonObject { ["N"] = "1" });

    /// <summary>A bug that the histories found in this package.</summary>
    public static SeededBug TombstoneWithoutTokens() => OnWire(update => update.IsTombstone, update =>
    {
        if (!update.IsFence)
        {
            update.Expression += ", #rt";
            update.Names["#rt"] = "rt";
            return;
        }

        update.Values[":rt"] = new JsonObject { ["M"] = new JsonObject { [(string)update.Names["#t"]!] = update.Values[":now"]!.DeepClone() } };
        update.Expression = update.Expression.Replace("#rt.#t = :now", "#rt = :rt", StringComparison.Ordinal);
        update.RemoveUnusedPlaceholders();
    });

    /// <summary>Checks the version and the expiry before it looks for its own token.</summary>
    public static SeededBug OwnTokenNotFirst() => new()
    {
        Attach = wire => wire.RewriteRefusal = (request, item) =>
        {
            var update = new Update(request);
            var isOtherVersion = update.IsCommit && update.Values[":ver"] is { } version && (string?)version["N"] != (string?)item["ver"]?["N"];
            var hasExpired = update.IsCommit && item["expires"] is { } expires && Seconds(expires) <= Seconds(update.Values[":now"]!);
            if (isOtherVersion || hasExpired || item.ContainsKey("dead"))
            {
                item["rt"]?["M"]?.AsObject().Remove((string?)update.Names["#t"] ?? "");
            }
        },
    };

    public static SeededBug TokenPrunedAtOnce() => Around(table => new TableThatPrunesAtOnce(table));

    public static SeededBug WholeItemPut() => Around(table => new TableThatRewritesCommits(table, TableThatRewritesCommits.ToWhole));

    public static SeededBug ReadModifyWrite() => Around(table => new TableThatRewritesCommits(table, TableThatRewritesCommits.ToResults));

    public static SeededBug ForwardingAtRenewal() => Around(table => new TableThatForwards(table));

    public static SeededBug MintingOnAnEndedId() => Around(table => new TableThatMints(table));

    public static SeededBug RenewalThatLeavesThePreviousId() => Around(table => new TableThatLeavesThePreviousId(table));

    public static SeededBug SwallowedFailure() => Around(table => new TableThatSwallowsFailures(table));

    private static SeededBug OnWire(Func<Update, bool> isTarget, Action<Update> rewrite) => new()
    {
        Attach = wire => wire.RewriteUpdate = request =>
        {
            var update = new Update(request);
            if (isTarget(update))
            {
                rewrite(update);
            }
        },
    };

    private static SeededBug Around(Func<ISessionTable, ISessionTable> wrap) => new() { Wrap = wrap };

    private static long Seconds(JsonNode number) => long.Parse((string)number["N"]!, CultureInfo.InvariantCulture);
}
