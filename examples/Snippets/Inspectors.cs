namespace Snippets;

internal static class Inspectors
{
    public static void Map(WebApplication app)
    {
        #region inspector
        app.MapDynamoSessionInspector();
        #endregion
    }

    public static void MapForOperators(WebApplication app)
    {
        #region inspector-for-operators
        app.MapDynamoSessionInspector("/_session", outsideDevelopment: true).RequireAuthorization("Operators");
        #endregion
    }
}
