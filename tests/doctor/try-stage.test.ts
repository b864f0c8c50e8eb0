import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tryStage } from '../../src/doctor/try-stage.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { tempFolder } from '../install/temp-folder.ts';

const trial = { figure: 'webgl', capture: 'canvas', sandbox: process.getuid?.() !== 0 } as const;
const never = new AbortController().signal;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('tryStage()', () => {
  it('tells what draws WebGL when the picture is right', async () => {
    const browser = await requireBrowser();
    const result = await tryStage({ ...trial, browser, gl: 'swiftshader' }, never);
    expect(result).toEqual({
      facts: { plotly: expect.any(String), webgl: expect.stringContaining('SwiftShader') },
      problem: undefined,
    });
  });

  it('sees that nothing draws WebGL', async () => {
    // No library, but found in its place: as on a machine without Mesa.
    const folder = await tempFolder();
    await writeFile(`${folder}/libEGL.so.1`, '');
    vi.stubEnv('LD_LIBRARY_PATH', folder);
    const browser = await requireBrowser();
    const { facts, problem } = await tryStage({ ...trial, browser, gl: 'mesa' }, never);
    expect(facts?.webgl).toBeNull();
    expect(problem).toBeDefined();
  });
});
