import { existsSync } from 'node:fs';
import { SANDBOX_ADVICE } from '../farm/sandbox.ts';
import type { FoundBrowser } from '../install/find-browser.ts';
import { WEBGL_PACKAGES } from '../install/packages.ts';
import { aptCommand } from '../install/system.ts';
import type { CaptureMode } from '../protocol.ts';
import type { FontFile } from '../read-fonts.ts';
import { examineText } from './examine-text.ts';
import type { FigureTexts } from './figure-texts.ts';
import type { Finding, Observation } from './finding.ts';
import { type TrialResult, tryStage } from './try-stage.ts';

/** Of Linux' own drivers, of NVIDIA's and of WSL. */
const GPU_DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];
const NO_GPU: Observation = { status: 'absent', text: 'no GPU that WebGL can use' };

const isRoot = process.getuid?.() === 0;

/** What is to be written, and in what. */
export interface Written {
  figure: FigureTexts | undefined;
  fonts: readonly FontFile[];
}

/** Chromium's sandbox, the ways to take pictures, text, and what draws WebGL. */
export async function examineStages(
  browser: FoundBrowser,
  { figure, fonts }: Written,
  signal: AbortSignal,
): Promise<Finding[]> {
  const start = { browser, figure: 'svg', capture: 'screenshot', gl: 'swiftshader' } as const;
  const boxed = await tryStage({ ...start, sandbox: true }, signal);
  const sandbox = boxed.problem === undefined;
  const open = sandbox ? boxed : await tryStage({ ...start, sandbox }, signal);
  if (open.problem !== undefined) return [{ area: 'screenshot', ...cannotDraw(open.problem) }];

  const findings: Finding[] = [];
  if (open.facts) findings.push({ area: 'plotly', status: 'ok', text: open.facts.plotly });
  findings.push({ area: 'sandbox', ...describeSandbox(boxed) });
  findings.push({ area: 'screenshot', status: 'ok', text: 'works' });

  const canvas = await tryStage({ ...start, capture: 'canvas', sandbox }, signal);
  findings.push({ area: 'canvas', ...describeCanvas(canvas) });

  findings.push(...(await examineText({ ...start, sandbox, fonts }, figure, signal)));

  const capture: CaptureMode = canvas.problem === undefined ? 'canvas' : 'screenshot';
  const trial = { browser, figure: 'webgl', capture, sandbox } as const;
  findings.push({
    area: 'swiftshader',
    ...describeSwiftShader(await tryStage({ ...trial, gl: 'swiftshader' }, signal)),
  });
  // The flags of the other two mean EGL, as on Linux.
  if (process.platform !== 'linux') return findings;
  findings.push({ area: 'mesa', ...describeMesa(await tryStage({ ...trial, gl: 'mesa' }, signal)) });
  const gpu = GPU_DEVICES.some((path) => existsSync(path));
  findings.push({ area: 'gpu', ...(gpu ? describeGpu(await tryStage({ ...trial, gl: 'gpu' }, signal)) : NO_GPU) });
  return findings;
}

function cannotDraw(problem: string): Observation {
  return {
    status: 'problem',
    text: `the browser starts, but cannot draw a figure: ${problem}`,
    advice:
      'Try another browser: --browser or PLOTREEL_BROWSER name one, `npx plotreel setup --with-deps` fetches one.',
  };
}

function describeSandbox({ problem }: TrialResult): Observation {
  if (problem === undefined) return { status: 'ok', text: 'works' };
  if (isRoot) {
    return {
      status: 'warning',
      text: 'off, because Chromium refuses it to root',
      advice: 'Run plotreel as an ordinary user when scenes come from others.',
    };
  }
  return {
    status: process.env.PLOTREEL_SANDBOX === 'auto' ? 'warning' : 'problem',
    // The advice stands apart.
    text: `Chromium starts only without it: ${problem.replace(`\n${SANDBOX_ADVICE}`, '')}`,
    advice: SANDBOX_ADVICE,
  };
}

function describeCanvas({ problem }: TrialResult): Observation {
  if (problem === undefined) return { status: 'ok', text: 'works, and shows what the browser shows' };
  return {
    status: 'warning',
    text: problem,
    advice: 'Screenshots are taken instead, at a third of the speed. A newer Chromium may help.',
  };
}

function describeSwiftShader({ facts, problem }: TrialResult): Observation {
  if (problem === undefined) return works(facts);
  return {
    status: 'warning',
    text: `does not draw WebGL: ${problem}`,
    advice: '3-D and gl traces need it, or `--gl mesa` or `--gl gpu` where those work. Other figures do not.',
  };
}

function describeMesa({ facts, problem }: TrialResult): Observation {
  if (problem === undefined) return works(facts);
  if (facts?.webgl) return drawsWrongly(facts.webgl, problem);
  const command = aptCommand(
    WEBGL_PACKAGES.map(([name = '']) => name),
    { isRoot },
  );
  return {
    status: 'absent',
    text: 'no Mesa here, which would draw 3-D in half the time',
    advice: `On Debian and Ubuntu: ${command}`,
  };
}

/** Mesa's and Chromium's own software renderers. */
const SOFTWARE = /llvmpipe|softpipe|swiftshader/i;

function describeGpu({ facts, problem }: TrialResult): Observation {
  if (!facts?.webgl) return NO_GPU;
  if (SOFTWARE.test(facts.webgl)) return { status: 'absent', text: `${NO_GPU.text}, only ${facts.webgl}` };
  return problem === undefined ? works(facts) : drawsWrongly(facts.webgl, problem);
}

function drawsWrongly(renderer: string, problem: string): Observation {
  return {
    status: 'warning',
    text: `${renderer} draws, but ${problem}`,
    advice: 'Use `--gl swiftshader`.',
  };
}

function works(facts: TrialResult['facts']): Observation {
  return { status: 'ok', text: facts?.webgl ? `works, WebGL by ${facts.webgl}` : 'works' };
}
