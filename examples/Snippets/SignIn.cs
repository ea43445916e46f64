namespace Snippets;

internal static class SignIn
{
    public static void StoreTickets(WebApplicationBuilder builder)
    {
        #region tickets
        builder.Services.AddDynamoSession().StoreSignInTickets();
        #endregion
    }
}
