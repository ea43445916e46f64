using DynamoSession.Core.Wire.Signing;

namespace DynamoSession.Core.Wire;

/// <summary>Where requests go, and how they are signed for it.</summary>
internal sealed class WireEndpoint
{
    public WireEndpoint(Uri address, string region, string service)
    {
        Address = address;
        Name = address.ToString();
        Host = address.IsDefaultPort ? address.Host : $"{address.Host}:{address.Port}";
        Signature = new SignatureV4(region, service);
    }

    public Uri Address { get; }

    /// <summary>Gets the name under which the SDK keeps how wrong the clock is.</summary>
    public string Name { get; }

    /// <summary>Gets the value of the header Host.</summary>
    public string Host { get; }

    public SignatureV4 Signature { get; }
}
