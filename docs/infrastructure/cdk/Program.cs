using Amazon.CDK;
using DynamoSession.Infrastructure;

var app = new App();
_ = new SessionStack(app, SessionSettings.Read(app.Node));
app.Synth();
