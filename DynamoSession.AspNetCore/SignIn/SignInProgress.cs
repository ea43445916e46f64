using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.SignIn;

/// <summary>Whether a request is signing its user in at the moment.</summary>
internal static class SignInProgress
{
    private static readonly object Key = typeof(SignInProgress);

    public static bool IsSigningIn(HttpContext context) => context.Items.ContainsKey(Key);

    public static async Task RunAsync(HttpContext context, Func<Task> signIn)
    {
        context.Items[Key] = Key;
        try
        {
            await signIn();
        }
        finally
        {
            context.Items.Remove(Key);
        }
    }
}
