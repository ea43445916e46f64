using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using DynamoSession.Core;

namespace Snippets;

internal static class Clients
{
    public static void Options(WebApplicationBuilder builder)
    {
        #region aws-options
        builder.Services.AddDefaultAWSOptions(builder.Configuration.GetAWSOptions("Shop:AWS"));
        builder.Services.AddDynamoSession();
        #endregion
    }

    public static void AssumeRole(WebApplicationBuilder builder)
    {
        #region assume-role
        builder.Services.AddSingleton<IAmazonDynamoDB>(_ =>
        {
            var own = DefaultAWSCredentialsIdentityResolver.GetCredentials();
            var role = new AssumeRoleAWSCredentials(own, "arn:aws:iam::111122223333:role/shop-sessions", "shop");
            var config = SessionDynamoDbClient.CreateConfig();
            config.RegionEndpoint = Amazon.RegionEndpoint.EUCentral1;
            return new AmazonDynamoDBClient(role, config);
        });
        builder.Services.AddDynamoSession();
        #endregion
    }
}
