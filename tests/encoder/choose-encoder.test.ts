import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseEncoder, nvencArgs, tryNvenc } from '../../src/encoder/choose-encoder.ts';
import { EncoderError } from '../../src/errors.ts';
import { requireFfmpeg } from '../../src/install/find-ffmpeg.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';
import { encodingOf } from './video-files.ts';

const options = encodingOf({ output: '/out.mp4', quality: 20, preset: 'fast' });
const x264 = {
  name: 'libx264',
  args: ['-preset', 'fast', '-profile:v', 'high', '-crf', '20', '-threads', expect.stringMatching(/^\d+$/)],
};

/** The options that a current ffmpeg prints for h264_nvenc, as far as they matter. */
const HELP = `Encoder h264_nvenc [NVIDIA NVENC H.264 encoder]:
h264_nvenc AVOptions:
  -preset            <int>        E..V....... Set the encoding preset (from 0 to 18) (default p4)
     default         0            E..V.......
     slow            1            E..V....... hq 2 passes
     p4              15           E..V....... medium (default)
     p5              16           E..V....... slow (good quality)
  -rc                <int>        E..V....... Override the preset rate-control (from -1 to INT_MAX) (default -1)
     constqp         0            E..V....... Constant QP mode
     vbr             1            E..V....... Variable bitrate mode
  -cq                <float>      E..V....... Set target quality level (0 to 51, 0 means automatic)
  -qp                <int>        E..V....... Constant quantization parameter rate control method
`;

/** An ffmpeg that prints the help, and whose trial encode does what is asked. */
async function fakeFfmpeg({ help = HELP, trial = 'exit 0' }): Promise<string> {
  const body = `case "$*" in *encoder=h264_nvenc*) cat <<'END'\n${help}\nEND\n;; *) ${trial} ;; esac`;
  return writeScript(join(await tempFolder(), 'ffmpeg'), body);
}

describe('chooseEncoder()', () => {
  it("'cpu' is x264, without a look at ffmpeg", async () => {
    expect(await chooseEncoder('/nowhere/ffmpeg', 'cpu', options)).toEqual(x264);
  });

  it.each([
    { what: '4:4:4', encoding: encodingOf({ output: '/out.mp4', pixelFormat: 'yuv444p' }), name: 'libx264' },
    { what: 'lossless video', encoding: encodingOf({ output: '/out.mp4', lossless: true }), name: 'libx264rgb' },
    { what: 'another codec', encoding: encodingOf({ output: '/out.webm' }), name: 'libvpx-vp9' },
  ])("'auto' never tries NVENC for $what", async ({ encoding, name }) => {
    expect(await chooseEncoder('/nowhere/ffmpeg', 'auto', encoding)).toMatchObject({ name });
  });

  it("'nvenc' is NVENC where its trial encode succeeds", async () => {
    expect(await chooseEncoder(await fakeFfmpeg({}), 'nvenc', options)).toEqual({
      name: 'h264_nvenc',
      args: ['-profile:v', 'high', '-preset', 'p5', '-rc', 'vbr', '-cq', '20', '-b:v', '0'],
    });
  });

  it("'nvenc' is an error with what ffmpeg said where it fails", async () => {
    const complaint = 'OpenEncodeSessionEx failed: unsupported device (2)';
    const ffmpeg = await fakeFfmpeg({ trial: `echo "${complaint}" >&2; exit 1` });
    const error = await chooseEncoder(ffmpeg, 'nvenc', options).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(EncoderError);
    expect(error).toMatchObject({
      message: `NVENC was asked for and does not work here; \`encoder: "auto"\` falls back to x264\n${complaint}`,
      stderr: complaint,
    });
  });

  it.skipIf(process.platform !== 'linux' || existsSync('/dev/nvidiactl') || existsSync('/dev/dxg'))(
    "'auto' is x264 without a trial where there is no NVIDIA driver",
    async () => {
      expect(await chooseEncoder('/nowhere/ffmpeg', 'auto', options)).toEqual(x264);
    },
  );

  it.skipIf(existsSync('/dev/nvidiactl') || existsSync('/dev/dxg'))(
    "'nvenc' is an error of the real ffmpeg where there is no NVIDIA driver",
    async () => {
      const { path } = await requireFfmpeg();
      await expect(chooseEncoder(path, 'nvenc', options)).rejects.toThrow(EncoderError);
    },
  );
});

describe('tryNvenc()', () => {
  it('says when ffmpeg lacks the encoder', async () => {
    const ffmpeg = await fakeFfmpeg({ help: "Codec 'h264_nvenc' is not recognized by FFmpeg." });
    expect(await tryNvenc(ffmpeg, 18)).toEqual({ problem: 'this ffmpeg has no h264_nvenc encoder' });
  });

  it('says how the trial ended when ffmpeg said nothing', async () => {
    expect(await tryNvenc(await fakeFfmpeg({ trial: 'exit 187' }), 18)).toEqual({
      problem: 'ffmpeg stopped with 187',
    });
  });

  it('tries just the arguments that it returns', async () => {
    const ffmpeg = await fakeFfmpeg({ trial: 'echo "$@"; exit 1' });
    const tried = await tryNvenc(ffmpeg, 18);
    expect(tried).toEqual({ problem: expect.stringContaining(nvencArgs(HELP, 18).join(' ')) });
  });
});

describe('nvencArgs()', () => {
  // ffmpeg 4.2: presets by name only
  const old = HELP.replace(/^ +p[45] .*\n/gm, '');
  const withoutCq = HELP.replace(/^ +-cq .*\n/gm, '');

  it.each([
    { what: 'a current ffmpeg', help: HELP, rest: ['-preset', 'p5', '-rc', 'vbr', '-cq', '18.5', '-b:v', '0'] },
    {
      what: 'an ffmpeg before p1 to p7',
      help: old,
      rest: ['-preset', 'slow', '-rc', 'vbr', '-cq', '18.5', '-b:v', '0'],
    },
    { what: 'one without -cq', help: withoutCq, rest: ['-preset', 'p5', '-rc', 'vbr', '-qp', '19'] },
    { what: 'one that says nothing', help: '', rest: [] },
  ])('names only what $what has', ({ help, rest }) => {
    expect(nvencArgs(help, 18.5)).toEqual(['-profile:v', 'high', ...rest]);
  });
});
