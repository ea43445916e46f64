using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Proof.Support;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The application's endpoint: it reads the whole session, works for a while, and makes the step's changes.</summary>
internal sealed class HistoryEndpoint(HistoryRequest request, HistoryStep step, EventOrder order, JumpingClock clock)
{
    /// <summary>The field that tells lineages apart: set when a session starts, and never changed.</summary>
    public const string LineageField = "lineage";

    public static Task RunAsync(HttpContext context) => context.Features.Get<HistoryEndpoint>()!.RunAsync(context.GetDynamoSession());

    private async Task RunAsync(IDynamoSession session)
    {
        request.LoadedAt = clock.Seconds;
        request.Loaded = order.Next();
        request.Ran = true;
        if (!session.IsNew)
        {
            request.Seen = ReadAll(session);
            request.SeenExpires = session.ExpiresAt.ToUnixTimeSeconds();
        }

        if (step.PauseInside > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(step.PauseInside), TimeProvider.System);
        }

        Change(session);
        request.WorkedAt = clock.Seconds;
        request.Worked = order.Next();
    }

    private void Change(IDynamoSession session)
    {
        if (step.Action == HistoryAction.Destroy)
        {
            session.Destroy();
        }
        else if (step.Action == HistoryAction.Renew)
        {
            session.RenewId();
        }

        var isNew = request.Seen is null || step.Action == HistoryAction.Destroy;
        if (step.Clears)
        {
            session.Clear();
            request.Clears = !isNew;
        }

        var changes = step.Changes.Where(change => change.Kind != FieldChangeKind.Remove || (!isNew && !request.Clears && request.Seen![change.Name] is not null)).ToList();
        if (step.Overflows)
        {
            changes.Add(new FieldChange(BulkFields.Name, FieldChangeKind.Add, "1"));
        }

        if (isNew && changes.Count > 0)
        {
            changes.Add(new FieldChange(LineageField, FieldChangeKind.Set, request.Start.ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var change in changes)
        {
            Apply(session, change);
        }

        request.Changes = changes;
    }

    private static void Apply(IDynamoSession session, FieldChange change)
    {
        switch (change)
        {
            case { Kind: FieldChangeKind.Set }:
                session.Set(change.Name, change.Value);
                break;
            case { Kind: FieldChangeKind.Remove }:
                session.Remove(change.Name);
                break;
            case { Kind: FieldChangeKind.Append }:
                session.Append(change.Name, change.Value);
                break;
            case { Name: BulkFields.Name }:
                foreach (var name in BulkFields.Names)
                {
                    session.Increment(name);
                }

                break;
            default:
                session.Increment(change.Name, long.Parse(change.Value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static Fields ReadAll(IDynamoSession session) => BulkFields.Fold(session.Keys.Select(name => (name, TextOf(session, name))));

    private static string TextOf(IDynamoSession session, string name) => name switch
    {
        _ when name.StartsWith("list", StringComparison.Ordinal) => string.Join(',', session.Get<List<string>>(name)!),
        _ when name.StartsWith("count", StringComparison.Ordinal) || BulkFields.Contains(name) =>
            session.Get<long>(name).ToString(CultureInfo.InvariantCulture),
        _ => session.Get<string>(name)!,
    };
}
