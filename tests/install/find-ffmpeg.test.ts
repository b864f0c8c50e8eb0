import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EncoderError } from '../../src/errors.ts';
import { ffmpegVersion, findFfmpeg, requireFfmpeg } from '../../src/install/find-ffmpeg.ts';
import { tempFolder, writeScript } from './temp-folder.ts';

const packageAbsent = () => Promise.reject(new Error("Cannot find package 'ffmpeg-static'"));
const packageWith = (path: string | null) => () => Promise.resolve({ default: path });

describe('findFfmpeg()', () => {
  it('takes the option, then PLOTREEL_FFMPEG, then ffmpeg-static, then PATH', async () => {
    const folder = await tempFolder();
    const explicit = await writeScript(join(folder, 'option'));
    const named = await writeScript(join(folder, 'environment'));
    const bundled = await writeScript(join(folder, 'static'));
    const onPath = await writeScript(join(folder, 'bin/ffmpeg'));
    const PATH = join(folder, 'bin');
    const env = { PATH, PLOTREEL_FFMPEG: named };
    const loadStatic = packageWith(bundled);

    expect(await findFfmpeg({ explicit, env, loadStatic })).toEqual({ path: explicit, source: 'option' });
    expect(await findFfmpeg({ env, loadStatic })).toEqual({ path: named, source: 'environment' });
    expect(await findFfmpeg({ env: { PATH }, loadStatic })).toEqual({ path: bundled, source: 'ffmpeg-static' });
    expect(await findFfmpeg({ env: { PATH }, loadStatic: packageAbsent })).toEqual({ path: onPath, source: 'path' });
  });

  it('falls to PATH when the file of ffmpeg-static is absent, cannot be run, or does not exist for the platform', async () => {
    const folder = await tempFolder();
    const onPath = await writeScript(join(folder, 'bin/ffmpeg'));
    const plain = await writeScript(join(folder, 'plain'), '', 0o644);
    for (const path of [join(folder, 'absent'), plain, null]) {
      const found = await findFfmpeg({ env: { PATH: join(folder, 'bin') }, loadStatic: packageWith(path) });
      expect(found).toEqual({ path: onPath, source: 'path' });
    }
  });

  it.each([
    { file: 'missing', problem: 'no such file' },
    { file: '.', problem: 'not a file' },
    { file: 'plain', problem: 'not executable' },
  ])('refuses $file ($problem), named by option or environment', async ({ file, problem }) => {
    const folder = await tempFolder();
    await writeScript(join(folder, 'plain'), '', 0o644);
    const path = join(folder, file);
    const expected = `to be an executable file, got \`${path}\` (${problem})`;
    await expect(findFfmpeg({ explicit: path })).rejects.toThrow(new EncoderError(`Expected \`ffmpeg\` ${expected}`));
    await expect(findFfmpeg({ env: { PLOTREEL_FFMPEG: path } })).rejects.toThrow(
      new EncoderError(`Expected \`PLOTREEL_FFMPEG\` ${expected}`),
    );
  });
});

describe('requireFfmpeg()', () => {
  it('says which command installs one', async () => {
    const required = requireFfmpeg({ env: { PATH: '' }, loadStatic: packageAbsent });
    await expect(required).rejects.toBeInstanceOf(EncoderError);
    await expect(required).rejects.toThrow('Run `npx plotreel setup --with-deps`');
  });
});

describe('ffmpegVersion()', () => {
  it('reads the version of the real ffmpeg', async () => {
    const { path } = await requireFfmpeg();
    expect(await ffmpegVersion(path)).toMatch(/\d/);
  });

  it('reads what a static build prints', async () => {
    const body = 'echo "ffmpeg version 7.0.2-static https://johnvansickle.com/ffmpeg/  Copyright (c) 2000-2024"';
    const path = await writeScript(join(await tempFolder(), 'ffmpeg'), body);
    expect(await ffmpegVersion(path)).toBe('7.0.2-static');
  });

  it.each([
    { what: 'fails', body: 'echo "libx264.so.164: cannot open" >&2; exit 127', says: 'libx264' },
    { what: 'is something else', body: 'echo hello', says: 'hello' },
  ])('says what a file said that $what', async ({ body, says }) => {
    const path = await writeScript(join(await tempFolder(), 'ffmpeg'), body);
    await expect(ffmpegVersion(path)).rejects.toBeInstanceOf(EncoderError);
    await expect(ffmpegVersion(path)).rejects.toThrow(says);
  });
});
