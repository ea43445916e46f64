// An application with express-session, as people have it, on one of the DynamoDB stores. Settings come from the environment
// (ExpressSettings.cs); the address goes to standard output; it ends when its standard input does.
'use strict';

require('tslib'); // One store was built for helpers that it does not load itself.
const express = require('express');
const session = require('express-session');

const { STORE, DYNAMODB_ENDPOINT, TABLE } = process.env;
const settings = JSON.parse(process.env.SETTINGS);

const options = {
  region: 'us-east-1',
  endpoint: DYNAMODB_ENDPOINT,
  credentials: { accessKeyId: 'DynamoSessionTests', secretAccessKey: 'none' },
};

function clientOfVersion3() {
  const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
  return new DynamoDBClient(options);
}

function clientOfVersion2() {
  const { DynamoDB } = require('aws-sdk');
  return new DynamoDB({ ...options, ...options.credentials });
}

const stores = {
  'connect-dynamodb': () => new (require('connect-dynamodb')(session))({ table: TABLE, client: clientOfVersion3() }),
  '@pwrdrvr/dynamodb-session-store': () =>
    new (require('@pwrdrvr/dynamodb-session-store').DynamoDBStore)({
      tableName: TABLE,
      dynamoDBClient: clientOfVersion3(),
      useStronglyConsistentReads: true,
      touchAfter: settings.touchAfter ?? undefined,
    }),
  'connect-dynamodb-session': () =>
    new (require('connect-dynamodb-session')(session))({
      tableName: TABLE,
      awsClient: clientOfVersion2(),
      cleanupInterval: 0,
      touchAfter: settings.touchAfter === null ? undefined : settings.touchAfter * 1000,
    }),
  'serverless-dynamodb-session-store': () =>
    new (require('serverless-dynamodb-session-store').DynamoDBSessionStore)({ table: TABLE, client: clientOfVersion3() }),
  'dynamodb-store': () =>
    new (require('dynamodb-store'))({ table: { name: TABLE }, dynamoConfig: { ...options, ...options.credentials } }),
};

const app = express();
app.disable('x-powered-by');
app.use(express.json({ strict: false }));
app.use(session({
  store: stores[STORE](),
  name: settings.cookieName,
  secret: settings.secrets,
  resave: settings.resave,
  rolling: settings.rolling,
  saveUninitialized: false,
  cookie: settings.cookie,
}));

const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
const answer = (req, res) => res.json({ ...JSON.parse(JSON.stringify(req.session)), '#id': req.sessionID });
const next = (res, then) => error => (error ? res.status(500).json({ '#error': error.message }) : then());

app.get('/session', answer);

// The members of the body become fields; null removes one. With ?hold= the session is saved that much later than it was loaded.
app.post('/set', async (req, res) => {
  await wait(Number(req.query.hold ?? 0));
  for (const [name, value] of Object.entries(req.body)) {
    if (value === null) {
      delete req.session[name];
    } else {
      req.session[name] = value;
    }
  }

  answer(req, res);
});

app.post('/increment', (req, res) => {
  req.session[req.body] = (req.session[req.body] ?? 0) + 1;
  answer(req, res);
});

// As a sign-in does it: a new id, and none of the old fields. One store calls it an error when there was nothing to end.
app.post('/login', (req, res) => req.session.regenerate(() => {
  req.session.user = req.body;
  answer(req, res);
}));

app.post('/logout', (req, res) => req.session.destroy(next(res, () => res.clearCookie(settings.cookieName).json({}))));

const server = app.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on('end', () => process.exit());
