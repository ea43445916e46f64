namespace SessionTool.Doctor;

/// <summary>What the table's definition has shown.</summary>
/// <param name="Findings">What is wrong with it, or could not be checked.</param>
internal sealed record InspectedTable(params IReadOnlyList<Finding> Findings)
{
    /// <summary>Gets whether there is a table, as far as is known: one that may not be described is assumed to exist.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>Gets whether the role may describe the table, so that its faults are among the findings.</summary>
    public bool IsDescribed { get; init; }
}
