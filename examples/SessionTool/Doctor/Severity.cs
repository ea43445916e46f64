namespace SessionTool.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Something could not be checked.</summary>
    Unchecked,

    /// <summary>Sessions work, but slower, at a higher cost, or less safely than they should.</summary>
    Warning,

    /// <summary>Sessions do not work, or are not safe.</summary>
    Error,
}
