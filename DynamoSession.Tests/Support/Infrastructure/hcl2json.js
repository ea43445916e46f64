// Parses the Terraform files that are named on the command line with HashiCorp's own parser, and prints them as one array of JSON.
'use strict';

const { readFile } = require('fs/promises');
const { parse } = require('@cdktf/hcl2json');

Promise.all(process.argv.slice(2).map(async (file) => parse(file, await readFile(file, 'utf8'))))
  .then((parsed) => console.log(JSON.stringify(parsed)))
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
