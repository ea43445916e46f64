namespace DynamoSession.Tests.Support.Http;

/// <summary>How a connection ends that is open but unused.</summary>
public enum ConnectionDeath
{
    /// <summary>Nobody notices: what is sent gets lost, as behind a NAT gateway that has forgotten it.</summary>
    Silent,

    /// <summary>It is reset when something is sent.</summary>
    Reset,

    /// <summary>It is closed without an answer when something is sent.</summary>
    Closed,
}
