namespace DynamoSession.Tests.Proof.Histories;

/// <summary>A request's change of one field. Every value that is set or appended is unique in its history.</summary>
internal sealed record FieldChange(string Name, FieldChangeKind Kind, string Value = "")
{
    public override string ToString() => Kind switch
    {
        FieldChangeKind.Set => $"{Name}={Value}",
        FieldChangeKind.Remove => $"-{Name}",
        FieldChangeKind.Add => $"{Name}+={Value}",
        _ => $"{Name}<<{Value}",
    };
}
