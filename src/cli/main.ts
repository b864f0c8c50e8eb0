#!/usr/bin/env node
import './signals.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`error: plotreel needs Node.js 22.18 or later, this is ${process.versions.node}`);
  process.exit(1);
}

// Whoever reads what is printed may have seen enough: `plotreel … --json | head -1`.
process.stdout.on('error', (error) => {
  if (!('code' in error && error.code === 'EPIPE')) console.error(`error: nothing can be printed: ${error.message}`);
  process.exit(1);
});

// Only now: an older Node.js fails on what is imported here.
const { run } = await import('./program.ts');
// Whatever still holds the process, a pending read of stdin say, is not waited for.
process.exit(await run(process.argv));
