namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>What a browser holds before its user signs in. The attacker knows it in every case.</summary>
internal enum Start
{
    /// <summary>The cookie of a session of its own.</summary>
    Own,

    /// <summary>The cookie of a session that the attacker has started.</summary>
    Planted,

    /// <summary>A cookie that the attacker has made up.</summary>
    Invented,

    /// <summary>One that the attacker has started, in front of its own.</summary>
    PlantedBeforeOwn,

    /// <summary>One that the attacker has started and ended.</summary>
    PlantedDead,
}
