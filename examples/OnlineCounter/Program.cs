using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Events;
using OnlineCounter;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OnlineJson.Default));

// The same settings as in the application whose sessions are counted, under the same names.
var sessions = builder.Configuration.GetSection("DynamoSession:Table").Get<SessionTableOptions>() ?? new SessionTableOptions();
var counterTable = builder.Configuration["CounterTableName"] ?? "sessions-online";

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(SessionDynamoDbClient.CreateConfig()));
builder.Services.AddSingleton(new SessionEventReader(sessions) { ReportsExpiryChanges = true });
builder.Services.AddSingleton(services => new OnlineSessions(services.GetRequiredService<IAmazonDynamoDB>(), counterTable, services.GetRequiredService<TimeProvider>()));
builder.Services.AddSingleton<EventBatch>();

var app = builder.Build();
if (app.Environment.IsDevelopment())
{
    await app.Services.GetRequiredService<OnlineSessions>().CreateTableIfNotExistsAsync();
}

// The Lambda Web Adapter posts the function's event here, and returns the response to Lambda.
app.MapPost("/events", (HttpRequest request, EventBatch batch, CancellationToken cancellationToken) => batch.HandleAsync(request.Body, cancellationToken));
app.MapGet("/online", (OnlineSessions online, CancellationToken cancellationToken) => online.CountAsync(cancellationToken));

app.Run();
