namespace DynamoSession.AspNetCore.Registration;

/// <summary>What the application said when it asked for the table's creation.</summary>
internal sealed class TableCreationSwitch
{
    public bool AllowInProduction { get; set; }
}
