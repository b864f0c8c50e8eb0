import { expect, test } from 'vitest';
import { renderVideo } from '../../src/index.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture } from '../support/scratch.ts';

test('an output that cannot be made is refused before anything is launched', async ({ task }) => {
  const rendering = renderVideo({ scene: fixture('index-card'), output: '/dev/null/video.mp4' });
  await expect(rendering).rejects.toThrow('cannot be made');
  expect(renderProcesses()).toEqual([]);
  task.meta.row = { fault: 'output in a folder that cannot be made', seen: 'refused, nothing launched' };
});
