import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/doctor/examine.ts';
import { canRender, type Finding } from '../../src/doctor/finding.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';

const isRoot = process.getuid?.() === 0;

function statuses(findings: readonly Finding[]): Record<string, string> {
  return Object.fromEntries(findings.map(({ area, status }) => [area, status]));
}

function find(findings: readonly Finding[], area: Finding['area']): Finding {
  const found = findings.find((finding) => finding.area === area);
  if (!found) throw new Error(`no finding about ${area}`);
  return found;
}

/** What examine() might leave behind: folders and child processes. */
async function traces(): Promise<{ folders: string[]; children: string[] }> {
  const folders = await Promise.all(['/dev/shm', tmpdir()].map((folder) => readdir(folder)));
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  return {
    folders: folders.flat().filter((name) => name.startsWith(`plotreel-${process.pid}`) || /doctor/.test(name)),
    children: children.split(' ').filter((pid) => pid !== ''),
  };
}

describe('examine() on this machine', () => {
  it('finds what works by trying it, and leaves nothing behind', async () => {
    const before = await traces();
    const findings = await examine();
    expect(statuses(findings)).toMatchObject({
      plotreel: 'ok',
      node: 'ok',
      platform: 'ok',
      browser: 'ok',
      plotly: 'ok',
      sandbox: isRoot ? 'warning' : 'ok',
      screenshot: 'ok',
      canvas: 'ok',
      swiftshader: 'ok',
      ffmpeg: 'ok',
      libx264: 'ok',
      fonts: 'ok',
      cores: 'ok',
      memory: 'ok',
      temporary: 'ok',
      cache: 'ok',
    });
    expect(canRender(findings)).toBe(true);
    expect(find(findings, 'browser').text).toMatch(/\d+\.\d+\.\d+\.\d+, \/.* \(.+\)$/);
    expect(find(findings, 'plotly').text).toMatch(/^\d+\.\d+\.\d+$/);
    expect(find(findings, 'swiftshader').text).toContain('SwiftShader');
    expect(find(findings, 'h264_nvenc').status).not.toBe('problem');
    expect(find(findings, 'gpu').status).not.toBe('problem');

    const after = await traces();
    expect(after.folders).toEqual(before.folders);
    expect(after.children.filter((pid) => !before.children.includes(pid))).toEqual([]);
  });
});

describe('examine() with what does not work', () => {
  it('says what to do about a browser and an ffmpeg that are not there', async () => {
    const findings = await examine({ browser: '/no/such/browser', ffmpeg: '/no/such/ffmpeg' });
    for (const area of ['browser', 'ffmpeg'] as const) {
      expect(find(findings, area)).toEqual({
        area,
        status: 'problem',
        text: `Expected \`${area}\` to be an executable file, got \`/no/such/${area}\` (no such file)`,
        advice: expect.stringContaining('Correct the path'),
      });
    }
    expect(canRender(findings)).toBe(false);
    // What does not need them is there all the same.
    expect(statuses(findings)).toMatchObject({ node: 'ok', cores: 'ok' });
    expect(statuses(findings)).not.toHaveProperty('canvas');
    expect(statuses(findings)).not.toHaveProperty('libx264');
  });

  it('says that a browser ends when it is to draw, and that an ffmpeg cannot encode', async () => {
    const folder = await tempFolder();
    const browser = await writeScript(`${folder}/chrome`, '[ "$1" = --version ] && echo "Chromium 156.0.8078.79"');
    const ffmpeg = await writeScript(
      `${folder}/ffmpeg`,
      '[ "$1" = -version ] && exec echo "ffmpeg version 7.1 Copyright"\necho "Unknown encoder" >&2\nexit 1',
    );
    const findings = await examine({ browser, ffmpeg });
    expect(statuses(findings)).toMatchObject({
      browser: 'ok',
      screenshot: 'problem',
      ffmpeg: 'ok',
      libx264: 'problem',
      h264_nvenc: 'absent',
    });
    expect(find(findings, 'libx264').text).toContain('Unknown encoder');
    for (const { status, advice } of findings) if (status === 'problem') expect(advice).toMatch(/\w/);
  });

  it('says that a program is something else', async () => {
    const findings = await examine({ browser: '/bin/echo', ffmpeg: '/bin/echo' });
    expect(statuses(findings)).toMatchObject({ browser: 'problem', ffmpeg: 'problem' });
  });

  it('rejects with the reason of an abort', async () => {
    const reason = new Error('enough');
    await expect(examine({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
