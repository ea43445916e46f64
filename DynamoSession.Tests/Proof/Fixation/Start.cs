namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>The cookies of a browser before its user signs in. In every case the attacker knows them.</summary>
internal enum Start
{
    /// <summary>The cookie of its own session.</summary>
    Own,

    /// <summary>The cookie of a session that the attacker started.</summary>
    Planted,

    /// <summary>A cookie that the attacker made up.</summary>
    Invented,

    /// <summary>The cookie of a session that the attacker started, before its own.</summary>
    PlantedBeforeOwn,

    /// <summary>The cookie of a session that the attacker started and ended.</summary>
    PlantedEnded,
}
