// Compares a CloudFormation or SAM template, as a file of JSON, with AWS's specification of all resources, and prints what doesn't
// fit as a JSON array. Values are text, as in YAML without its types; what a function of CloudFormation returns is not known here.
'use strict';

const { loadAwsServiceSpecSync } = require('@aws-cdk/aws-service-spec');

const db = loadAwsServiceSpecSync();
const problems = [];

const isMap = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFunction = value => isMap(value) && Object.keys(value).length === 1 && /^(Ref|Fn::.+)$/.test(Object.keys(value)[0]);
const find = type => db.lookup('resource', 'cloudFormationType', 'equals', type)[0];

// SAM passes this on as it is; its specification is older.
const besides = { 'AWS::Serverless::Function': { LoggingConfig: find('AWS::Lambda::Function').properties.LoggingConfig } };

const scalars = {
  string: () => true,
  'date-time': () => true,
  number: text => text.trim() !== '' && Number.isFinite(Number(text)),
  integer: text => /^-?\d+$/.test(text),
  boolean: text => text === 'true' || text === 'false',
};

/** Returns what doesn't fit; empty if the value does. */
function misfits(place, value, type) {
  if (isFunction(value) || type.type === 'json') {
    return [];
  }

  switch (type.type) {
    case 'union': {
      const results = type.types.map(one => misfits(place, value, one));
      return results.some(result => result.length === 0) ? [] : results.sort((a, b) => a.length - b.length)[0];
    }
    case 'array':
      return Array.isArray(value) ? value.flatMap((one, index) => misfits(`${place}[${index}]`, one, type.element)) : [`${place} is not a list`];
    case 'map':
      return isMap(value) ? Object.entries(value).flatMap(([name, one]) => misfits(`${place}.${name}`, one, type.element)) : [`${place} is not a map`];
    case 'ref':
      return isMap(value) ? misfitsOf(place, value, db.get('typeDefinition', type.reference.$ref).properties) : [`${place} is not an object`];
    case 'tag':
      return [];
    default:
      if (!(type.type in scalars)) {
        return [`${place} has the type '${type.type}', which is unknown here`];
      }

      return typeof value !== 'string' || !scalars[type.type](value) ? [`${place} is not a ${type.type}`]
        : type.allowedValues && !type.allowedValues.map(String).includes(value) ? [`${place} may not be '${value}'`]
        : [];
  }
}

function misfitsOf(place, value, properties) {
  const missing = Object.entries(properties).filter(([name, property]) => property.required && !(name in value));
  return [
    ...missing.map(([name]) => `${place} has no ${name}`),
    ...Object.entries(value).flatMap(([name, one]) => (name in properties ? misfits(`${place}.${name}`, one, properties[name].type) : [`${place} has no property ${name}`])),
  ];
}

const template = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
for (const [id, resource] of Object.entries(template.Resources)) {
  const found = find(resource.Type);
  const globals = resource.Type === 'AWS::Serverless::Function' ? template.Globals?.Function : {};
  problems.push(...(found ? misfitsOf(id, { ...globals, ...resource.Properties }, { ...found.properties, ...besides[resource.Type] }) : [`${id} has the type ${resource.Type}, which doesn't exist`]));
}

console.log(JSON.stringify(problems));
