using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>Binds the options by hand, so that trimming works and unknown keys are errors.</summary>
internal static class DynamoSessionConfiguration
{
    /// <exception cref="InvalidOperationException">A key is unknown, or its value is invalid.</exception>
    public static void Bind(IConfiguration section, DynamoSessionOptions options)
    {
        foreach (var setting in section.GetChildren())
        {
            switch (setting.Key.ToUpperInvariant())
            {
                case "IDLETIMEOUT":
                    options.IdleTimeout = ConfigurationValue.Duration(setting);
                    break;
                case "ABSOLUTETIMEOUT":
                    options.AbsoluteTimeout = ConfigurationValue.Duration(setting);
                    break;
                case "TOUCHAFTER":
                    options.TouchAfter = ConfigurationValue.Duration(setting);
                    break;
                case "IOTIMEOUT":
                    options.IOTimeout = ConfigurationValue.Duration(setting);
                    break;
                case "LEASEDURATION":
                    options.LeaseDuration = ConfigurationValue.Duration(setting);
                    break;
                case "LEASEWAIT":
                    options.LeaseWait = ConfigurationValue.Duration(setting);
                    break;
                case "CONSISTENCY":
                    options.Consistency = ConfigurationValue.Name<SessionConsistency>(setting);
                    break;
                case "MAXSESSIONBYTES":
                    options.MaxSessionBytes = ConfigurationValue.Number(setting);
                    break;
                case "DESTROYONSIGNOUT":
                    options.DestroyOnSignOut = ConfigurationValue.Flag(setting);
                    break;
                case "USERIDCLAIMTYPE":
                    options.UserIdClaimType = ConfigurationValue.NonEmptyText(setting);
                    break;
                case "MAXSESSIONSPERUSER":
                    options.MaxSessionsPerUser = ConfigurationValue.Number(setting);
                    break;
                case "MAXSESSIONSACTION":
                    options.MaxSessionsAction = ConfigurationValue.Name<SessionLimitAction>(setting);
                    break;
                case "REVOCATIONCHECK":
                    options.RevocationCheck = ConfigurationValue.Duration(setting);
                    break;
                case "USESDK":
                    options.UseSdk = ConfigurationValue.Flag(setting);
                    break;
                case "TABLE":
                    BindTable(setting, options.Table);
                    break;
                case "COOKIE":
                    BindCookie(setting, options.Cookie);
                    break;
                default:
                    throw ConfigurationValue.Unknown(setting, "IdleTimeout, AbsoluteTimeout, TouchAfter, IOTimeout, LeaseDuration, LeaseWait, Consistency, MaxSessionBytes, DestroyOnSignOut, UserIdClaimType, MaxSessionsPerUser, MaxSessionsAction, RevocationCheck, UseSdk, Table, Cookie");
            }
        }
    }

    private static void BindTable(IConfigurationSection section, SessionTableOptions table)
    {
        foreach (var setting in ConfigurationValue.Settings(section))
        {
            switch (setting.Key.ToUpperInvariant())
            {
                case "TABLENAME":
                    table.TableName = ConfigurationValue.Text(setting);
                    break;
                case "KEYATTRIBUTE":
                    table.KeyAttribute = ConfigurationValue.Text(setting);
                    break;
                case "KEYPREFIX":
                    table.KeyPrefix = ConfigurationValue.Text(setting);
                    break;
                case "FIELDSATTRIBUTE":
                    table.FieldsAttribute = ConfigurationValue.Text(setting);
                    break;
                case "EXPIRESATTRIBUTE":
                    table.ExpiresAttribute = ConfigurationValue.Text(setting);
                    break;
                default:
                    throw ConfigurationValue.Unknown(setting, "TableName, KeyAttribute, KeyPrefix, FieldsAttribute, ExpiresAttribute");
            }
        }
    }

    private static void BindCookie(IConfigurationSection section, CookieBuilder cookie)
    {
        foreach (var setting in ConfigurationValue.Settings(section))
        {
            switch (setting.Key.ToUpperInvariant())
            {
                case "NAME":
                    cookie.Name = ConfigurationValue.NonEmptyText(setting);
                    break;
                case "DOMAIN":
                    cookie.Domain = ConfigurationValue.Text(setting);
                    break;
                case "PATH":
                    cookie.Path = ConfigurationValue.Text(setting);
                    break;
                case "MAXAGE":
                    cookie.MaxAge = ConfigurationValue.Duration(setting);
                    break;
                case "SAMESITE":
                    cookie.SameSite = ConfigurationValue.Name<SameSiteMode>(setting);
                    break;
                case "SECUREPOLICY":
                    cookie.SecurePolicy = ConfigurationValue.Name<CookieSecurePolicy>(setting);
                    break;
                case "HTTPONLY":
                    cookie.HttpOnly = ConfigurationValue.Flag(setting);
                    break;
                case "ISESSENTIAL":
                    cookie.IsEssential = ConfigurationValue.Flag(setting);
                    break;
                default:
                    throw ConfigurationValue.Unknown(setting, "Name, Domain, Path, MaxAge, SameSite, SecurePolicy, HttpOnly, IsEssential");
            }
        }
    }
}
