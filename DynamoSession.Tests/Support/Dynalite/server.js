// dynalite, in memory. The address goes to standard output; it ends when its standard input does.
'use strict';

const server = require('dynalite')({ createTableMs: 0 });
server.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on('end', () => process.exit());
