namespace DynamoSession.AspNetCore.Registration;

/// <summary>How the application has called <c>CreateTableIfNotExists</c>.</summary>
internal sealed class TableCreationOptions
{
    public bool AllowInProduction { get; set; }
}
