// A process of its own that renders segments: it has stages and encoders, and does what it is told over the channel to
// the process that started it.
import { openStore } from '../../store/open-store.ts';
import { openSegmentRenderer } from '../drawing/open-segment-renderer.ts';
import type { SegmentRenderer } from '../drawing/segment-renderer.ts';
import { requirePlan } from '../plan-folder/plan-file.ts';
import type { LaneReply, LaneRequest } from './lane-messages.ts';
import { packError } from './packed-error.ts';

const stop = new AbortController();
let renderer: SegmentRenderer | undefined;

const say = (reply: LaneReply) => void process.send?.(reply);

// Whoever started it decides when it ends; terminals and engines send these to both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// That process is gone, or wants nothing more. Browsers and ffmpeg end with this one.
process.on('disconnect', () => process.exit());
process.on('message', (request: LaneRequest) => {
  if (request.type === 'render') render(request.index);
  else open(request);
});

async function open({ location, workers, lanes, browser, ffmpeg, console }: Extract<LaneRequest, { type: 'open' }>) {
  try {
    const store = await openStore(location);
    renderer = await openSegmentRenderer(store, await requirePlan(store), {
      ...{ workers, lanes, browser, ffmpeg, signal: stop.signal },
      onConsole: console ? (message) => say({ type: 'console', message }) : undefined,
    });
    say({ type: 'opened' });
  } catch (error) {
    say({ type: 'notOpened', error: packError(error) });
  }
}

async function render(index: number) {
  try {
    if (!renderer) throw new RangeError('A lane is asked to render before it is open');
    const manifest = await renderer.render(index, {
      signal: stop.signal,
      onProgress: () => say({ type: 'frame', index }),
      onPulled: () => say({ type: 'pulled', index }),
    });
    say({ type: 'done', index, manifest, workers: renderer.workers() });
  } catch (error) {
    say({ type: 'failed', index, error: packError(error) });
  }
}
