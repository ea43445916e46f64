using DynamoSession.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Creates the table before other hosted services start. If this fails, the application doesn't start.</summary>
internal sealed class TableCreation(
    ISessionTable table,
    DynamoDbClientSource client,
    IOptions<DynamoSessionOptions> options,
    IOptions<TableCreationOptions> creation,
    IHostEnvironment environment,
    TimeProvider clock,
    ILoggerFactory loggers) : IHostedLifecycleService
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (table.GetCapability<INeedsNoTableCreation>() is not null)
        {
            return;
        }

        if (table.GetCapability<DynamoDbSessionTable>() is null)
        {
            throw new InvalidOperationException(
                $"CreateTableIfNotExists() cannot create the table of a {table.GetType()}. If it wraps another table, derive it from DelegatingSessionTable; otherwise remove the call.");
        }

        if (environment.IsProduction() && !creation.Value.AllowInProduction)
        {
            throw new InvalidOperationException(
                "CreateTableIfNotExists() does not run in the Production environment: create the table with your infrastructure code, or call CreateTableIfNotExists(allowInProduction: true).");
        }

        var tableOptions = options.Value.Table;
        await new SessionTableProvisioner(client.Client, tableOptions, clock).CreateIfNotExistsAsync(MaxWait, cancellationToken);
        loggers.CreateLogger(Log.Category).TableReady(tableOptions.TableName);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
