import { Command } from 'commander';
import { version } from '../version.ts';
import type { CheckFlags } from './check.ts';
import type { DiffFlags } from './diff.ts';
import type { DoctorFlags } from './doctor.ts';
import { EXIT_CODES, type ExitCode, FOR_ENGINES, type ReportOptions, reportError, untilSignal } from './exit.ts';
import type { RenderFlags } from './job-flags.ts';
import { collect, withJobOptions, withOutputOptions, withStageOptions } from './option-groups.ts';
import type { PlanFlags } from './plan.ts';
import type { PreviewFlags } from './preview.ts';
import type { SegmentFlags } from './segment.ts';
import type { StillFlags } from './still.ts';
import type { StitchFlags } from './stitch.ts';
import type { VerifyFlags } from './verify.ts';
import { printWarnings } from './warnings.ts';
import type { WorkerFlags } from './worker.ts';

/** Runs the command line. @returns the exit code */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const flags: ReportOptions = {};
  let exitCode: ExitCode = 0;
  const program = createProgram(flags, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return reportError(error, flags);
  }
}

/** All commands and their options. Each command's code is loaded when it runs: `--help` and errors of usage need none of it. */
export function createProgram(flags: ReportOptions, exitWith: (code: ExitCode) => void): Command {
  const program = new Command('plotreel')
    .description('Renders Plotly figures to video: fast, exact and repeatable.')
    .version(version)
    .addHelpText('after', exitCodesText)
    .exitOverride()
    .hook('preAction', (_, command) => {
      Object.assign(flags, command.opts(), { forEngine: FOR_ENGINES.includes(command.name()) });
      printWarnings(flags);
    });

  withJobOptions(
    program
      .command('render')
      .description('render a scene or a Plotly figure to a video')
      .argument('<scene|figure>', INPUT)
      .requiredOption('-o, --output <file>', VIDEO)
      .option('--workers <n>', 'browser processes (default: auto)')
      .option(
        '--resume [folder]',
        'keep finished segments, and go on with those that are there (default folder: <file>.segments)',
      )
      .option('--lanes <n>', 'segments at the same time, each in a process of its own: auto or a number')
      .option('--redis <url>', 'have the workers of a queue render (default: PLOTREEL_REDIS), with --store')
      .option('--store <folder>', 'where workers find the plan: a folder that all share, or s3://bucket/prefix'),
  ).action(async (input: string, options: RenderFlags) => {
    const { runRender } = await import('./render.ts');
    await runRender(input, options);
  });

  withStageOptions(
    program
      .command('still')
      .description('render one frame of a scene or a figure to a PNG')
      .argument('<scene|figure>', INPUT)
      .requiredOption('-o, --output <file>', 'the picture, .png')
      .option('--frame <n>', 'index of the frame', '0')
      .option('--params <json>', "the frame's params, JSON or a file (default: the scene's own)")
      .option('--transparent', 'leave out the white behind the figure'),
  ).action(async (input: string, options: StillFlags) => {
    const { runStill } = await import('./still.ts');
    await runStill(input, options);
  });

  withStageOptions(
    program
      .command('check')
      .description('say whether frames look the same whenever, wherever and after whatever they are drawn; 1 when not')
      .argument('<scene|figure>', INPUT)
      .option('--frames <file>', 'params of the frames: a JSON array or JSON lines; - reads lines from stdin')
      .option('--samples <n>', 'how many frames are looked at (default: 8)')
      .option('--pictures <folder>', 'for pictures of frames that differ: expected, actual, difference')
      .option('--transparent', 'leave out the white behind the figure'),
  ).action(async (input: string, options: CheckFlags) => {
    const { runCheck } = await import('./check.ts');
    exitWith(await runCheck(input, options));
  });

  withJobOptions(
    program
      .command('preview')
      .description('show a scene or a figure in the browser as it renders, on a page of this machine')
      .argument('<scene|figure>', INPUT)
      .option('--port <n>', 'of 127.0.0.1 (default: 5173, or the next that is free)')
      .option('-o, --output <file>', `${VIDEO}; what its button renders (default: <name>.mp4)`),
  ).action(async (input: string, options: PreviewFlags, command: Command) => {
    const [{ runPreview }, { defaultOutput, renderCommand }] = await Promise.all([
      import('./preview.ts'),
      import('./render-command.ts'),
    ]);
    const { output = defaultOutput(input) } = options;
    await runPreview(input, { ...options, output }, renderCommand(command, { input, output }));
  });

  withJobOptions(
    program
      .command('plan')
      .description('plan a video in segments, for array jobs and other machines')
      .argument('<scene|figure>', INPUT)
      .requiredOption('-o, --output <file>', `${VIDEO}; where stitch writes it`)
      .requiredOption('--out <folder>', 'for the plan and its segments: a folder, or s3://bucket/prefix'),
  ).action(async (input: string, options: PlanFlags) => {
    const { runPlan } = await import('./plan.ts');
    await runPlan(input, options);
  });

  withOutputOptions(
    program
      .command('segment')
      .description('render one segment of a plan, unless it is there')
      .argument('<folder>', FOLDER)
      .option('--index <n>', 'which one, from 0')
      .option(
        '--index-from-env',
        'the index that Kubernetes, AWS Batch, Slurm or Cloud Run gives to each job of an array',
      )
      .option('--workers <n>', 'browser processes (default: auto)')
      .option('--browser <path>', 'Chromium or Chrome executable')
      .option('--ffmpeg <path>', 'ffmpeg executable'),
  ).action(async (folder: string, options: SegmentFlags) => {
    const { runSegment } = await import('./segment.ts');
    await runSegment(folder, options);
  });

  withOutputOptions(
    program
      .command('stitch')
      .description('join the segments of a plan into its video')
      .argument('<folder>', FOLDER)
      .option('-o, --output <file>', "the video (default: the plan's)")
      .option('--ffmpeg <path>', 'ffmpeg executable'),
  ).action(async (folder: string, options: StitchFlags) => {
    const { runStitch } = await import('./stitch.ts');
    await runStitch(folder, options);
  });

  program
    .command('status')
    .description('say which segments of a plan are there; exits with 75 while some are not')
    .argument('<folder>', FOLDER)
    .option('--json', 'as one line of JSON')
    .action(async (folder: string, options: { json?: boolean }) => {
      const { runStatus } = await import('./status.ts');
      exitWith(await runStatus(folder, options));
    });

  withOutputOptions(
    program
      .command('worker')
      .description('render segments for others: takes them from a queue until it is told to end')
      .option('--redis <url>', 'redis://[[user]:password@]host[:port], or rediss:// (default: PLOTREEL_REDIS)')
      .option('--workers <n>', 'browser processes (default: auto)')
      .option('--grace <time>', 'how long SIGTERM waits for the segment at work (default: 25s)')
      .option('--browser <path>', 'Chromium or Chrome executable')
      .option('--ffmpeg <path>', 'ffmpeg executable'),
  ).action(async (options: WorkerFlags) => {
    const { runWorkerCommand } = await import('./worker.ts');
    await runWorkerCommand(options);
  });

  program
    .command('info')
    .description('print what a video holds: frames, size, rate, duration, codec, colour')
    .argument('<file>', '.mp4, .webm, .mov, .gif, .webp, .apng or .png')
    .option('--json', 'as one line of JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const { runInfo } = await import('./info.ts');
      await runInfo(file, options);
    });

  program
    .command('verify')
    .description('check a video against a manifest of its frames; exits with 1 when it is another')
    .argument('<video>', VIDEO_FILE)
    .argument('<manifest>', 'what render --manifest has written')
    .option('--ssim <n>', 'how similar each frame must be, up to 1 (default: the same to the bit)')
    .option('--pictures <folder>', 'write pictures of the first and the worst frame that differ')
    .option('--ffmpeg <path>', 'ffmpeg executable')
    .option('--json', 'as one line of JSON')
    .action(async (video: string, manifest: string, options: VerifyFlags) => {
      const { runVerify } = await import('./verify.ts');
      exitWith(await runVerify(video, manifest, options));
    });

  program
    .command('diff')
    .description('compare two videos frame by frame; exits with 1 when they differ')
    .argument('<video>', VIDEO_FILE)
    .argument('<other>', VIDEO_FILE)
    .option('--picture <file>', 'write the worst frame, .png: of both videos, and where they differ')
    .option('--pictures <folder>', 'write pictures of the first and the worst frame that differ')
    .option('--ffmpeg <path>', 'ffmpeg executable')
    .option('--json', 'as one line of JSON')
    .action(async (video: string, other: string, options: DiffFlags) => {
      const { runDiff } = await import('./diff.ts');
      exitWith(await runDiff([video, other], options));
    });

  program
    .command('setup')
    .description('find or fetch a browser, ffmpeg and fonts')
    .option('--with-deps', "install the distribution's packages where that is possible (root on Debian or Ubuntu)")
    .action(async ({ withDeps = false }: { withDeps?: boolean }) => {
      const { setup } = await import('../install/setup.ts');
      await untilSignal((signal) => setup({ withDeps, log: (line) => console.log(line), signal }));
    });

  program
    .command('doctor')
    .description('say what works here, by trying it, and what to do about what does not')
    .option('--browser <path>', 'Chromium or Chrome executable')
    .option('--ffmpeg <path>', 'ffmpeg executable')
    .argument('[figure]', 'a figure, to see whether all of its text can be drawn')
    .option('--font <file>', 'a font file for the figure; repeatable', collect)
    .option('--json', 'one line of JSON per finding')
    .action(async (figure: string | undefined, options: DoctorFlags) => {
      const { runDoctor } = await import('./doctor.ts');
      exitWith(await runDoctor(figure, options));
    });

  return program;
}

function exitCodesText(): string {
  return ['', 'Exit codes:', ...EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)].join(
    '\n',
  );
}

const INPUT = 'scene file (.ts, .js), or Plotly figure (.json, .json.gz, .html; - reads stdin)';
const VIDEO = 'the video: .mp4, .webm, .mov, .gif, .webp, .apng, frames/%05d.png or frames/';
const VIDEO_FILE = '.mp4, .webm, .mov, .gif, frames/%05d.png or frames/';
const FOLDER = 'with a plan: a path, or s3://bucket/prefix';
