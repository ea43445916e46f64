using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>One browser's requests, sent to the session and to the model. Everything observable must be the same.</summary>
internal sealed class Sequence(IModelBrowser browser, ManualTimeProvider clock)
{
    private readonly List<(string Secret, ModelRecord Record)> _cookies = [];
    private ModelRecord? _modelCookie;

    /// <returns>The first difference; null if there is none.</returns>
    public static async Task<string?> RunAsync(IModelBrowser browser, ManualTimeProvider clock, Step[] steps)
    {
        var sequence = new Sequence(browser, clock);
        try
        {
            for (var next = 0; next <= steps.Length;)
            {
                next = await sequence.RequestAsync(steps, next);
            }

            return null;
        }
        catch (DifferenceException difference)
        {
            return difference.Message;
        }
    }

    /// <returns>The index of the next request's first step; more than the number of steps after the last request.</returns>
    private async Task<int> RequestAsync(Step[] steps, int start)
    {
        var end = Array.FindIndex(steps, start, step => step.Verb is Verb.Next or Verb.Return or Verb.Fail);
        var last = end < 0 ? null : steps[end];
        var inside = steps[start..(end < 0 ? steps.Length : end)];
        var model = new ModelRequest(_modelCookie, clock.GetUtcNow());
        int? status = null;
        try
        {
            status = await browser.SendAsync(async session =>
            {
                Compare(session, model);
                CompareFields(session, model);
                foreach (var step in inside)
                {
                    await DoAsync(step, session, model);
                    Compare(session, model);
                }

                if (last?.Verb == Verb.Fail)
                {
                    throw new EndpointException();
                }
            });
        }
        catch (EndpointException)
        {
            // Whatever else the server would respond with, it sends no cookie.
        }

        if (status is not null)
        {
            var isWritten = model.End(ref _modelCookie);
            AssertSame("status", status.Value, isWritten ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
            AssertSame("has a cookie", browser.Cookie is not null, _modelCookie is not null);
        }

        KeepCookie();
        if (last is { Verb: Verb.Return } && _cookies.Count > 0)
        {
            (browser.Cookie, _modelCookie) = _cookies[last.Choice % _cookies.Count];
        }

        clock.Advance(last?.Pause ?? TimeSpan.Zero);
        return end < 0 ? steps.Length + 1 : end + 1;
    }

    private void KeepCookie()
    {
        var secret = browser.Cookie;
        var known = _cookies.Find(cookie => cookie.Secret == secret).Record;
        if (_modelCookie is not null && known is null)
        {
            _cookies.Add((secret!, _modelCookie));
        }

        AssertSame("cookie leads to the session it led to", known is null || known == _modelCookie, true);
    }

    private static async Task DoAsync(Step step, IDynamoSession session, ModelRequest model)
    {
        var field = step.Field;
        var current = model.Fields.GetValueOrDefault(field);
        switch (step.Verb)
        {
            case Verb.GetText:
                Read<string>(step, session, current, text => text);
                break;
            case Verb.GetInt:
                Read<int?>(step, session, current, number => number);
                break;
            case Verb.GetLong:
                Read<long>(step, session, current, number => number);
                break;
            case Verb.GetFlag:
                Read<bool>(step, session, current, flag => flag ? "true" : "false");
                break;
            case Verb.GetList:
                Read<List<string>>(step, session, current, list => list is null ? null : string.Concat(list));
                break;
            case Verb.GetBasket:
                Read<Basket>(step, session, current, basket => ModelValue.Of(basket)?.Content);
                break;
            case Verb.GetBytes:
                ReadBytes(step, field, session, current);
                break;
            case Verb.Keys:
                CompareFields(session, model);
                break;
            case Verb.Set:
                Set(session, field, step.Value);
                model.Fields[field] = step.Value;
                break;
            case Verb.SetBytes:
                session.Set(field, step.SomeBytes);
                model.SetBytes(field, step.SomeBytes);
                break;
            case Verb.Remove:
                session.Remove(field);
                model.Fields.Remove(field);
                break;
            case Verb.Clear:
                session.Clear();
                model.Clear();
                break;
            case Verb.Increment:
                if (!IsRefused(step, () => session.Increment(field, step.By), isAllowed: current is null or { Type: 'N' }))
                {
                    model.Fields[field] = ModelValue.Number((current?.AsNumber ?? 0) + step.By);
                }

                break;
            case Verb.Append:
                if (!IsRefused(step, () => session.Append(field, step.Item), isAllowed: current is null or { Type: 'L' }))
                {
                    model.Fields[field] = ModelValue.List([.. current?.Letters ?? [], step.Item]);
                }

                break;
            case Verb.Mutate:
                Mutate(step, session, model, current);
                break;
            case Verb.Commit:
                await CommitAsync(step, () => session.CommitAsync(), model);
                break;
            case Verb.Update:
                await UpdateAsync(step, session, model, current);
                break;
            case Verb.RenewId:
                session.RenewId();
                model.RenewId();
                break;
            case Verb.Destroy:
                session.Destroy();
                model.Destroy();
                break;
            case Verb.SetUser:
                session.UserId = step.User;
                model.UserId = step.User;
                break;
            case Verb.SetAbsolute:
                session.AbsoluteTimeout = step.AbsoluteTimeout;
                model.AbsoluteTimeout = step.AbsoluteTimeout;
                break;
            default:
                session.IdleTimeout = step.IdleTimeout;
                model.IdleTimeout = step.IdleTimeout;
                break;
        }
    }

    /// <summary>Compares the properties that can be read without reading a field.</summary>
    private static void Compare(IDynamoSession session, ModelRequest model)
    {
        AssertSame("IsNew", session.IsNew, model.Record is null);
        AssertSame("UserId", session.UserId, model.UserId);
        AssertSame("IdleTimeout", session.IdleTimeout, model.IdleTimeout);
        AssertSame("AbsoluteTimeout", session.AbsoluteTimeout, model.AbsoluteTimeout);
        AssertSame("CreatedAt", session.CreatedAt, model.CreatedAt);

        // The touch may still be in flight.
        AssertSame("ExpiresAt", session.ExpiresAt == model.ExpiresAtBefore ? model.ExpiresAt : session.ExpiresAt, model.ExpiresAt);
    }

    private static void CompareFields(IDynamoSession session, ModelRequest model)
    {
        AssertSame("keys", string.Join(' ', session.Keys.Order()), string.Join(' ', model.Fields.Keys.Order()));
        foreach (var (field, value) in model.Fields)
        {
            ReadBytes($"bytes of {field}", field, session, value);
        }
    }

    private static void Read<T>(Step step, IDynamoSession session, ModelValue? current, Func<T?, object?> content)
    {
        string? seen;
        try
        {
            seen = session.TryGet<T>(step.Field, out var value) ? ModelValue.Shown(content(value)) : null;
        }
        catch (SessionFieldTypeException)
        {
            seen = "refused";
        }

        AssertSame(step, seen, current?.ReadAs(step.Verb));
    }

    private static void ReadBytes(object what, string field, IDynamoSession session, ModelValue? current)
    {
        AssertSame(what, session.TryGetValue(field, out byte[]? bytes), current is not null);
        if (current?.Type == 'M')
        {
            // DynamoDB does not preserve the order of a map.
            AssertSame(what, JsonNode.DeepEquals(JsonNode.Parse(bytes), JsonNode.Parse(current.Bytes)), true);
        }
        else if (current is not null)
        {
            AssertSame(what, Convert.ToHexString(bytes!), Convert.ToHexString(current.Bytes));
        }
    }

    private static void Set(IDynamoSession session, string field, ModelValue value)
    {
        switch (value.Type)
        {
            case 'S':
                session.Set(field, value.Content);
                break;
            case 'N':
                session.Set(field, value.AsNumber);
                break;
            case 'T':
                session.Set(field, value.Content == "true");
                break;
            case 'L':
                session.Set<List<string>>(field, [.. value.Letters]);
                break;
            case 'M':
                session.Set(field, new Basket { Count = value.Count, Items = [.. value.Letters] });
                break;
            default:
                session.Set<string?>(field, null);
                break;
        }
    }

    private static void Mutate(Step step, IDynamoSession session, ModelRequest model, ModelValue? current)
    {
        switch (current?.Type)
        {
            case 'L':
                var list = session.Get<List<string>>(step.Field)!;
                if (!list.Remove(step.Item))
                {
                    list.Insert(0, step.Item);
                }

                model.Fields[step.Field] = ModelValue.List(list);
                break;
            case 'M':
                var basket = session.Get<Basket>(step.Field)!;
                basket.Count ^= 1;
                basket.Items = [step.Item];
                model.Fields[step.Field] = ModelValue.Basket(current.Count ^ 1, step.Item);
                break;
        }
    }

    private static Task UpdateAsync(Step step, IDynamoSession session, ModelRequest model, ModelValue? current)
    {
        if (current is not (null or { Type: 'N' }))
        {
            return AssertRefusedAsync(step, () => session.UpdateAsync<long>(step.Field, number => number + step.By));
        }

        model.Fields[step.Field] = ModelValue.Number((current?.AsNumber ?? 0) + step.By);
        return CommitAsync(step, () => session.UpdateAsync<long>(step.Field, number => number + step.By), model);
    }

    private static async Task CommitAsync(Step step, Func<Task> commit, ModelRequest model)
    {
        var isGone = false;
        try
        {
            await commit();
        }
        catch (SessionGoneException)
        {
            isGone = true;
        }

        AssertSame(step, isGone, !model.Commit());
    }

    private static async Task AssertRefusedAsync(Step step, Func<Task> change)
    {
        var isRefused = false;
        try
        {
            await change();
        }
        catch (SessionFieldTypeException)
        {
            isRefused = true;
        }

        AssertSame(step, isRefused, true);
    }

    private static bool IsRefused(Step step, Action change, bool isAllowed)
    {
        var isRefused = false;
        try
        {
            change();
        }
        catch (SessionFieldTypeException)
        {
            isRefused = true;
        }

        AssertSame(step, isRefused, !isAllowed);
        return isRefused;
    }

    private static void AssertSame<T>(object what, T session, T model)
    {
        if (!EqualityComparer<T>.Default.Equals(session, model))
        {
            throw new DifferenceException(string.Create(CultureInfo.InvariantCulture, $"{what}: the session has {Shown(session)}, the model {Shown(model)}"));
        }
    }

    private static string Shown(object? value) => value is null ? "nothing" : JsonSerializer.Serialize(value);

    private sealed class DifferenceException(string message) : Exception(message);

    private sealed class EndpointException : Exception;
}
