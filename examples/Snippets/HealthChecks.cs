using DynamoSession.AspNetCore;

namespace Snippets;

internal static class HealthChecks
{
    public static void Register(WebApplicationBuilder builder)
    {
        #region health-check
        builder.Services.AddHealthChecks().AddDynamoSession();
        #endregion
    }

    public static void Map(WebApplication app)
    {
        #region health-endpoint
        app.MapHealthChecks("/health").WithSessionPolicy(SessionAccess.None);
        #endregion
    }
}
