import { parseArgs } from 'node:util';
import { linkPackages } from '../installed-package.ts';

// `npm install`, without a registry: packages come from the checkout.
const { positionals } = parseArgs({
  allowPositionals: true,
  options: { 'save-dev': { type: 'boolean', short: 'D' } },
});
const [verb = '', ...names] = positionals;
if (!['install', 'i'].includes(verb)) throw new Error(`This npm installs, and nothing else: ${verb}`);
linkPackages(
  process.cwd(),
  names.map((name) => name.replace(/(?<=.)@[^/]*$/, '')),
);
