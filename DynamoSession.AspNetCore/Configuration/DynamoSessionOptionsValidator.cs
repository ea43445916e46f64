using System.Globalization;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>All validation rules of the options. Each message contains the option, its value and the remedy.</summary>
internal sealed class DynamoSessionOptionsValidator : IValidateOptions<DynamoSessionOptions>
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRevocationCheck = TimeSpan.FromMinutes(10);

    private const int SmallestSession = 1_024;
    private const int LargestSession = 400_000;

    public ValidateOptionsResult Validate(string? name, DynamoSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var result = new ValidateOptionsResultBuilder();
        CheckTimes(options, result);
        CheckLease(options, result);
        CheckConsistency(options, result);
        CheckSize(options, result);
        CheckUsers(options, result);
        CookieRules.Check(options.Cookie, options.IdleTimeout, result);
        TableRules.Check(options.Table, result);
        if (options.SerializerOptions is null)
        {
            result.AddError("is null; keep the default, or set your own options.", nameof(options.SerializerOptions));
        }

        return result.Build();
    }

    private static void CheckTimes(DynamoSessionOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.IdleTimeout < SessionRules.ShortestIdle || options.IdleTimeout > SessionRules.LongestIdle)
        {
            result.AddError($"is {options.IdleTimeout}; it must be at least one minute and at most 400 days.", nameof(options.IdleTimeout));
        }

        if (options.AbsoluteTimeout != Timeout.InfiniteTimeSpan && options.AbsoluteTimeout < options.IdleTimeout)
        {
            result.AddError(
                $"is {options.AbsoluteTimeout}; it must be at least IdleTimeout ({options.IdleTimeout}), or Timeout.InfiniteTimeSpan for no limit.",
                nameof(options.AbsoluteTimeout));
        }

        if (options.TouchAfter is { } touchAfter && (touchAfter < TimeSpan.Zero || touchAfter > options.IdleTimeout / 2))
        {
            result.AddError(
                $"is {touchAfter}; it must be zero or more, and at most half of IdleTimeout ({options.IdleTimeout}), or sessions in use would expire.",
                nameof(options.TouchAfter));
        }

        if (options.IOTimeout <= TimeSpan.Zero || options.IOTimeout > SessionRules.LongestIO)
        {
            result.AddError($"is {options.IOTimeout}; it must be more than zero and at most 90 seconds, or a repeated commit could be applied twice.", nameof(options.IOTimeout));
        }
    }

    private static void CheckLease(DynamoSessionOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.LeaseDuration < ShortestLease || options.LeaseDuration > LongestLease)
        {
            result.AddError($"is {options.LeaseDuration}; it must be at least one second and at most 15 minutes.", nameof(options.LeaseDuration));
        }

        if (options.LeaseWait < TimeSpan.Zero || options.LeaseWait > LongestWait)
        {
            result.AddError($"is {options.LeaseWait}; it must be zero or more, and at most 5 minutes.", nameof(options.LeaseWait));
        }
    }

    private static void CheckConsistency(DynamoSessionOptions options, ValidateOptionsResultBuilder result)
    {
        if (!Enum.IsDefined(options.Consistency) || options.Consistency == SessionConsistency.Default)
        {
            result.AddError($"is {options.Consistency}; it must be Strong, Eventual or ReadYourWrites.", nameof(options.Consistency));
        }
    }

    private static void CheckUsers(DynamoSessionOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.UserIdClaimType is { Length: 0 })
        {
            result.AddError("is empty; name the claim, or keep null for the usual ones.", nameof(options.UserIdClaimType));
        }

        if (options.MaxSessionsPerUser < 1)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"is {options.MaxSessionsPerUser}; it must be at least 1, or null for no limit."), nameof(options.MaxSessionsPerUser));
        }

        if (!Enum.IsDefined(options.MaxSessionsAction))
        {
            result.AddError($"is {options.MaxSessionsAction}; it must be EvictOldest or Refuse.", nameof(options.MaxSessionsAction));
        }

        if (options.RevocationCheck is { } check && (check < TimeSpan.Zero || check > LongestRevocationCheck))
        {
            result.AddError($"is {check}; it must be zero or more, and at most 10 minutes, or null for no check.", nameof(options.RevocationCheck));
        }
    }

    private static void CheckSize(DynamoSessionOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.MaxSessionBytes is < SmallestSession or > LargestSession)
        {
            result.AddError(
                string.Create(CultureInfo.InvariantCulture, $"is {options.MaxSessionBytes}; it must be at least {SmallestSession} and at most {LargestSession}."),
                nameof(options.MaxSessionBytes));
        }
    }
}
