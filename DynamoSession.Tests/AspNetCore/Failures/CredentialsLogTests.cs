using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Aws;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>What an operator reads in the log when the SDK cannot get credentials for a call, after the client was created without any trouble.</summary>
[Category(TestEngine.Category)]
[NonParallelizable]
public sealed class CredentialsLogTests
{
    private const string TableName = "sessions";

    // Nothing listens there.
    private const string Nowhere = "http://127.0.0.1:1";

    private AwsEnvironment _environment = null!;

    [SetUp]
    public void ClearEnvironment() => _environment = new AwsEnvironment();

    [TearDown]
    public void RestoreEnvironment() => _environment.Dispose();

    // What the SDK says depends on whether a proxy answers.
    [Test]
    public async Task An_instance_metadata_service_that_cannot_be_reached([Values] SessionClient client)
    {
        _environment.Set("AWS_EC2_METADATA_DISABLED", null);
        _environment.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", Nowhere);

        await AssertLoggedAsync(new InstanceProfileAWSCredentials("shop"), "InvalidOperationException", "IMDS", client);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_credential_process_whose_sign_in_has_expired()
    {
        var profiles = Path.GetTempFileName();
        await File.WriteAllTextAsync(profiles, "[expired]\ncredential_process = sh -c \"echo Sign in again. >&2; exit 1\"\n");
        Assert.That(new CredentialProfileStoreChain(profiles).TryGetAWSCredentials("expired", out var credentials), Is.True);

        await AssertLoggedAsync(credentials, "ProcessAWSCredentialException", "Command returned non-zero exit value 1 with the error - Sign in again.");

        File.Delete(profiles);
    }

    [Test]
    public Task A_role_that_the_SDK_cannot_assume_without_its_package() => AssertLoggedAsync(
        new AssumeRoleAWSCredentials(SessionClients.Credentials, "arn:aws:iam::111122223333:role/shop", "shop"),
        "InvalidOperationException",
        "Assembly AWSSDK.SecurityToken could not be found or loaded. This assembly must be available at runtime to use Amazon.Runtime.AssumeRoleAWSCredentials");

    // AWSSDK.SSO is not here: this is how its credentials fail.
    [Test]
    public Task A_single_sign_on_session_that_has_expired() => AssertLoggedAsync(
        new FailingCredentials(() => new AmazonClientException("No valid SSO Token could be found.")), "AmazonClientException", "No valid SSO Token could be found.");

    // The SDK's own try for longer than a request waits.
    [Test]
    public Task Credentials_of_a_container_that_cannot_be_reached() => AssertLoggedAsync(
        new FailingCredentials(() => new AmazonServiceException("Unable to retrieve credentials. Message = \"Connection refused\"")),
        "AmazonServiceException",
        "Unable to retrieve credentials. Message = \"Connection refused\"");

    private static async Task AssertLoggedAsync(AWSCredentials credentials, string exception, string cause, SessionClient client = SessionClient.Own)
    {
        await using var app = await ScriptedApp.StartAsync(
            services: builder => SessionClients.Register(builder.Services, client, new Uri(Nowhere), credentials), tableName: TableName);
        app.Browser.SessionCookie = SessionId.NewSecret();
        LeakWatch.Protect(app.Browser.SessionCookie);

        var answer = await app.AskAsync(session => session.Get<string>("theme"));

        var entry = app.App.Logs.Own.GetSnapshot().Single(entry => entry.Level > LogLevel.Debug);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That((entry.Level, entry.Id.Name), Is.EqualTo((LogLevel.Error, "LoadFailed")));
            Assert.That(entry.Message, Does.StartWith(
                "The session could not be loaded, so the endpoint did not run; the response has status 503. "
                + $"DynamoSession could not load a session (table '{TableName}', {exception}): the SDK could not send the call: '").And.Contain(cause));
            Assert.That(entry.Message, Does.EndWith("' Check that the application has a region, and credentials that have not expired."));
        });
    }
}
