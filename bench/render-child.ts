// Renders one video with plotreel in a process of its own: node bench/render-child.ts JOB
import { phases, runJob } from './job.ts';

await runJob(async (job) => {
  const { renderVideo }: typeof import('../src/index.ts') = await import(job.plotreel);
  const { timings, notes, refused } = await renderVideo({
    scene: job.scene,
    frames: phases(job.frames),
    output: job.output,
    width: job.width,
    height: job.height,
    workers: job.workers,
    capture: job.capture,
    reuse: job.reuse,
    lanes: job.lanes,
    browser: job.browser,
    ffmpeg: job.ffmpeg,
    // NVENC would compare graphics cards.
    encoder: 'cpu',
  });
  return { timings, notes: [...notes, ...refused.map((url) => `refused ${url}`)] };
});
