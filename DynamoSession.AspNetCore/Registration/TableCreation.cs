using DynamoSession.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Creates the table before other hosted services start. If this fails, the application doesn't start.</summary>
internal sealed class TableCreation(
    ISessionTable table,
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

        // The table that sessions are in may have a client or a name of its own.
        if (table.GetCapability<DynamoDbSessionTable>() is not { } inner)
        {
            throw new InvalidOperationException(
                $"CreateTableIfNotExists() cannot create the table of a {table.GetType()}. If it wraps another table, derive it from DelegatingSessionTable; otherwise remove the call.");
        }

        if (environment.IsProduction() && !creation.Value.AllowInProduction)
        {
            throw new InvalidOperationException(
                "CreateTableIfNotExists() does not run in the Production environment: create the table with your infrastructure code, or call CreateTableIfNotExists(allowInProduction: true).");
        }

        var findings = await new SessionTableProvisioner(inner.Client, inner.Options, clock).PrepareAsync(MaxWait, cancellationToken);
        var logger = loggers.CreateLogger(Log.Category);
        logger.TableReady(inner.Options.TableName);
        foreach (var finding in findings)
        {
            if (finding.IsOfEmulator)
            {
                logger.TableOfEmulator(inner.Options.TableName, finding.Text);
            }
            else
            {
                logger.TableNotChecked(inner.Options.TableName, finding.Text);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
