using DynamoSession.Tests.Support.Node;

namespace DynamoSession.Tests.Support.Express;

/// <summary>Express, express-session and the stores on DynamoDB, at the versions that the tests and the benchmarks run.</summary>
internal static class ExpressPackages
{
    public static NodePackages Installed { get; } = new("express", """
        {
          "private": true,
          "dependencies": {
            "@aws-sdk/client-dynamodb": "3.1162.0",
            "@aws-sdk/lib-dynamodb": "3.1162.0",
            "@pwrdrvr/dynamodb-session-store": "1.1.0",
            "aws-sdk": "2.1693.0",
            "connect-dynamodb": "3.0.5",
            "connect-dynamodb-session": "1.1.0",
            "dynamodb-store": "1.2.0",
            "express": "4.21.2",
            "express-session": "1.19.0",
            "serverless-dynamodb-session-store": "1.0.4",
            "tslib": "2.8.1"
          },
          "overrides": { "express-session": "1.19.0" }
        }
        """);
}
