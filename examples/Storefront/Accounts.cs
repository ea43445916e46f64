using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Storefront;

/// <summary>The two accounts of the demonstration, in memory. A real application uses ASP.NET Core Identity or an identity provider.</summary>
internal sealed class Accounts
{
    private readonly PasswordHasher<Account> _hasher = new();
    private readonly ConcurrentDictionary<Account, string> _passwordHashes = new();
    private readonly string _hashForUnknownNames;

    public Accounts()
    {
        foreach (var (account, password) in Demo)
        {
            _passwordHashes[account] = _hasher.HashPassword(account, password);
        }

        _hashForUnknownNames = _passwordHashes.Values.First();
    }

    /// <summary>The accounts with the passwords that they start with, as the sign-in page shows them.</summary>
    public static IReadOnlyList<(Account Account, string Password)> Demo { get; } =
    [
        (new Account("account-1", "Ada"), "analytical engine"),
        (new Account("account-2", "Grace"), "nanoseconds of wire"),
    ];

    /// <returns>The account; null if the name is unknown or the password is wrong.</returns>
    public Account? Verify(string name, string password)
    {
        var account = _passwordHashes.Keys.FirstOrDefault(account => account.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

        // Unknown names cost a comparison too. Otherwise, the response time would reveal which names exist.
        var hash = account is null ? _hashForUnknownNames : _passwordHashes[account];
        return IsPassword(hash, password) ? account : null;
    }

    /// <returns>Whether the password was changed; it isn't if the current one is wrong.</returns>
    public bool ChangePassword(string accountId, string currentPassword, string newPassword)
    {
        var (account, hash) = _passwordHashes.Single(entry => entry.Key.Id == accountId);
        return IsPassword(hash, currentPassword) && _passwordHashes.TryUpdate(account, _hasher.HashPassword(account, newPassword), comparisonValue: hash);
    }

    private bool IsPassword(string hash, string password) =>
        _hasher.VerifyHashedPassword(user: null!, hash, password) != PasswordVerificationResult.Failed;
}
