// The shop as it was before the migration began. Nothing here knows of ASP.NET.
'use strict';

const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const express = require('express');
const session = require('express-session');
const DynamoDBStore = require('connect-dynamodb')(session);

const products = ['tea', 'coffee', 'cake'];

// The client finds its region, credentials and endpoint in the environment.
const store = new DynamoDBStore({ table: process.env.EXPRESS_TABLE, client: new DynamoDBClient({}) });

const app = express();
app.disable('x-powered-by');
app.use(express.urlencoded({ extended: false }));
app.use(session({
  store,
  secret: process.env.SESSION_SECRET,
  resave: false,
  saveUninitialized: false,
  cookie: { httpOnly: true, sameSite: 'lax', maxAge: 14 * 24 * 60 * 60 * 1000 },
}));

const escape = text => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);

function page(req, title, content) {
  const { user } = req.session;
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>
<p><a href="/">Shop</a> <a href="/cart">Cart</a> <a href="/account">Account</a></p>
<h1>${title}</h1>
<p>${user ? `Hello, ${escape(user)}.` : 'You are not signed in.'}</p>
${content}
<p>This page comes from Express.</p>
</body>
</html>`;
}

app.get('/', (req, res) => {
  const forms = products.map(name => `<form method="post" action="/cart"><button name="product" value="${name}">${name}</button></form>`);
  res.send(page(req, 'Shop', forms.join('\n')));
});

app.get('/cart', (req, res) => {
  const lines = Object.entries(req.session.cart ?? {}).map(([name, count]) => `<li>${count} × ${escape(name)}</li>`);
  res.send(page(req, 'Cart', `<ul>${lines.join('')}</ul>`));
});

app.post('/cart', (req, res) => {
  const name = String(req.body.product);
  if (!products.includes(name)) {
    return res.status(400).send('There is no such product.');
  }

  const cart = req.session.cart ?? {};
  req.session.cart = { ...cart, [name]: (cart[name] ?? 0) + 1 };
  res.redirect('/cart');
});

app.get('/account', (req, res) => res.send(page(req, 'Account', `
<form method="post" action="/account/sign-in"><input name="user" aria-label="Your name" required><button>Sign in</button></form>
<form method="post" action="/account/sign-out"><button>Sign out</button></form>`)));

// A sign-in gets a new id, and keeps the cart.
app.post('/account/sign-in', (req, res, next) => {
  const { cart } = req.session;
  req.session.regenerate(error => {
    if (error) {
      return next(error);
    }

    req.session.user = String(req.body.user);
    req.session.cart = cart;
    res.redirect('/');
  });
});

app.post('/account/sign-out', (req, res, next) => req.session.destroy(error => (error ? next(error) : res.clearCookie('connect.sid').redirect('/'))));

// The store creates its table if there is none.
store.initialize().then(() => {
  const server = app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
});

// Whoever has started this ends it by closing its standard input.
process.stdin.resume().on('end', () => process.exit());
