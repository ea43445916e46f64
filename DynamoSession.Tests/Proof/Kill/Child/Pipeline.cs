using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoSession.ProofChild;

/// <summary>The real pipeline on DynamoDB, without a server.</summary>
internal sealed class Pipeline : IDisposable
{
    private readonly IHost _host;
    private readonly RequestDelegate _pipeline;

    public Pipeline(Uri endpoint, string tableName)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Services.AddDefaultAWSOptions(new AWSOptions
        {
            Credentials = new BasicAWSCredentials("DynamoSessionTests", "none"),
            Region = RegionEndpoint.USEast1,
            DefaultClientConfig = { ServiceURL = endpoint.ToString() },
        });
        builder.Services.AddDynamoSession(options => options.Table.TableName = tableName);

        _host = builder.Build();
        var pipeline = new ApplicationBuilder(_host.Services);
        pipeline.UseDynamoSession();
        pipeline.Run(context => context.Features.GetRequiredFeature<RequestDelegate>()(context));
        _pipeline = pipeline.Build();
    }

    /// <returns>The status, and the session cookie that the response sets.</returns>
    public async Task<(int Status, string? Cookie)> SendAsync(string? cookie, Action<IDynamoSession> endpoint)
    {
        var context = new DefaultHttpContext { RequestServices = _host.Services };
        context.Request.Scheme = "https";
        context.Request.Headers.Cookie = cookie is null ? default : $"__Host-sid={cookie}";
        context.Features.Set<RequestDelegate>(request =>
        {
            endpoint(request.GetDynamoSession());
            return Task.CompletedTask;
        });
        await _pipeline(context);

        var setCookie = context.Response.Headers.SetCookie.SingleOrDefault();
        return (context.Response.StatusCode, setCookie?.Split(';')[0].Split('=', 2)[1]);
    }

    public void Dispose() => _host.Dispose();
}
