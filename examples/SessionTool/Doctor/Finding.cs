namespace SessionTool.Doctor;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Check">What was checked.</param>
/// <param name="Problem">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Finding(Severity Severity, string Check, string Problem, string Remedy)
{
    public static Finding Error(string check, string problem, string remedy) => new(Severity.Error, check, problem, remedy);

    public static Finding Warning(string check, string problem, string remedy) => new(Severity.Warning, check, problem, remedy);

    public static Finding Unchecked(string check, string problem, string remedy) => new(Severity.Unchecked, check, problem, remedy);
}
