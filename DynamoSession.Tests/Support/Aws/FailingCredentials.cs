using Amazon.Runtime;

namespace DynamoSession.Tests.Support.Aws;

/// <summary>Credentials that cannot be had, as the SDK's own say it.</summary>
internal sealed class FailingCredentials(Func<Exception> failure) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => throw failure();
}
