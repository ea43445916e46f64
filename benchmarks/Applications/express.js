// The same application with express-session, on one of the DynamoDB stores. Settings come from the environment; the address goes to standard
// output; it ends when its standard input does.
'use strict';

// Lets a visitor stay away for some time.
let ahead = 0;
const SystemDate = Date;
globalThis.Date = class extends SystemDate {
  constructor(...given) {
    super(...(given.length > 0 ? given : [SystemDate.now() + ahead]));
  }

  static now() {
    return SystemDate.now() + ahead;
  }
};

require('tslib'); // One store was built for helpers that it does not load itself.
const express = require('express');
const session = require('express-session');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');

const { STORE, AWS_ENDPOINT_URL_DYNAMODB, BENCHMARKS_TABLE, BENCHMARKS_IDLE_SECONDS, BENCHMARKS_CONSISTENCY: CONSISTENCY } = process.env;
const client = new DynamoDBClient({
  region: 'us-east-1',
  endpoint: AWS_ENDPOINT_URL_DYNAMODB,
  credentials: { accessKeyId: 'benchmarks', secretAccessKey: 'none' },
});

const stores = {
  'connect-dynamodb': () => new (require('connect-dynamodb')(session))({ table: BENCHMARKS_TABLE, client, initialized: true }),
  '@pwrdrvr/dynamodb-session-store': () =>
    new (require('@pwrdrvr/dynamodb-session-store').DynamoDBStore)({ tableName: BENCHMARKS_TABLE, dynamoDBClient: client, useStronglyConsistentReads: CONSISTENCY !== 'Eventual' }),
};

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get('/wait', (req, res) => {
  ahead += Number(Object.keys(req.query)[0]) * 1000;
  res.send('-');
});
app.use(session({
  store: stores[STORE](),
  secret: 'keyboard cat',
  resave: false,
  saveUninitialized: false,
  cookie: { maxAge: Number(BENCHMARKS_IDLE_SECONDS) * 1000 },
}));

// The query is the size in bytes; see SessionContent.cs.
app.get('/fill', (req, res) => {
  const half = Number(Object.keys(req.query)[0]) / 2;
  for (let field = 0; field < 12; field++) {
    req.session[`field-${field}`] = String.fromCharCode(97 + field).repeat(Math.floor(half / 12));
  }

  const line = { Product: 'p-4711', Title: 'Walnut desk, oiled, 140 x 70 cm', Quantity: 2, Price: 449.95 };
  const lines = Math.floor(half / 70);
  const inCart = Math.min(lines, 14);
  req.session.cart = Array.from({ length: inCart }, () => ({ ...line }));
  if (lines > inCart) {
    req.session.viewed = Array.from({ length: lines - inCart }, () => ({ ...line }));
  }
  req.session.changes = 0;
  res.send('-');
});

app.get('/one', (req, res) => res.send(req.session['field-7']));
app.get('/three', (req, res) => res.send(req.session['field-3'] + req.session['field-7'] + req.session['field-11']));
app.get('/cart', (req, res) => {
  const { cart } = req.session;
  res.send(`${cart.length} lines, ${cart.reduce((sum, line) => sum + line.Quantity, 0)} pieces`);
});
app.get('/change', (req, res) => res.send(`${++req.session.changes}`));
app.get('/unused', (req, res) => res.send('-'));

const server = app.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on('end', () => process.exit());
