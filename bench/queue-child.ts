// What the bench of the queue measures: `worker URL` whose segments take no time, or `submit URL N`.
import { submit } from '../src/queue/submit.ts';
import { runWorker } from '../src/queue/worker.ts';

const environment = 'be4c40000000';
const [role, redis = '', count = '0'] = process.argv.slice(2);
const print = (line: object) => console.log(JSON.stringify(line));

if (role === 'worker') {
  const drain = new AbortController();
  process.once('SIGTERM', () => drain.abort());
  let ready = process.cpuUsage();
  await runWorker({
    ...{ redis, environment },
    work: {
      openRenderer: async () => ({ render: async () => {}, close: async () => {} }),
      stitch: async () => {},
    },
    isPermanent: () => true,
    signal: drain.signal,
    onEvent: ({ type }) => {
      if (type !== 'ready') return;
      print({ type });
      ready = process.cpuUsage();
    },
  });
  const { user, system } = process.cpuUsage(ready);
  print({ type: 'ended', cpuMs: (user + system) / 1000 });
} else {
  const segments = Array.from({ length: Number(count) }, (_, index) => ({ index, frames: 600, done: false }));
  const begun = performance.now();
  let submitted = false;
  await submit(
    {
      store: '/nowhere',
      spec: 'be4c'.repeat(16),
      segments,
      environment,
      versions: '',
      extras: { poster: null, contactSheet: null, manifest: false },
    },
    {
      redis,
      // The first look is the first thing after all has been put in.
      onProgress: () => {
        if (!submitted) print({ type: 'submitted', seconds: (performance.now() - begun) / 1000 });
        submitted = true;
      },
    },
  );
  print({ type: 'done', peakBytes: process.resourceUsage().maxRSS * 1024 });
}
