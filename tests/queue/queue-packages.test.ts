import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

// What Node does where a package is not installed.
const WITHOUT = `data:text/javascript,
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (name === 'NAME') throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    },
  });`;

test.for(['bullmq', 'ioredis'])('loadQueuePackages() says what to install where %s is missing', (name) => {
  const load = `const { loadQueuePackages } = await import('./src/queue/queue-packages.ts');
    await loadQueuePackages().catch(({ name, message }) => console.log(name + ': ' + message))`;
  const hooks = WITHOUT.replace('NAME', name).replaceAll('\n', ' ');
  const { stdout } = spawnSync(process.execPath, ['--import', hooks, '--input-type=module', '-e', load], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('InputError: A queue needs two more packages: npm install bullmq ioredis\n');
});
