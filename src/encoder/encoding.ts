import { type FrameRate, toNumber } from '../frames/fps.ts';
import { checkFile } from '../options/check-output.ts';
import { CODEC_OPTIONS, type Codec, type CodecName, type CodecSettings, type Preset } from './codecs/codec.ts';
import { codecsFor, findCodec, titlesWith } from './codecs/codecs.ts';
import type { PixelFormatName, PixelLayout } from './codecs/pixel-layout.ts';
import { type OutputTarget, parseOutput, targetPath } from './output-target.ts';

/** What a caller may ask of the encoding; what is left out is the codec's to choose. */
export interface EncodingOptions {
  /** Absolute path. */
  output: string;
  codec?: CodecName;
  pixelFormat?: PixelFormatName;
  transparent?: boolean;
  lossless?: boolean;
  quality?: number;
  preset?: Preset;
  loopCount?: number;
  fps?: FrameRate;
  encoder?: 'auto' | 'cpu' | 'nvenc';
}

type Settings = Omit<EncodingOptions, 'output'>;

/** How and where to a video is encoded. */
export interface Encoding extends CodecSettings {
  codec: Codec;
  target: OutputTarget;
  fps: FrameRate;
}

const DEFAULT_RATE = 30;
const DEFAULT_QUALITY = 18;

/** @returns the encoding that the options mean, or what is wrong with them, a line each */
export function planEncoding(options: EncodingOptions): Encoding | string[] {
  const target = parseOutput(options.output);
  if (typeof target === 'string') return [target];
  const problems = [...checkFile(targetPath(target), 'output')];
  const encoding = chooseEncoding(target, options);
  if (Array.isArray(encoding)) return [...problems, ...encoding];
  return problems.length > 0 ? problems : encoding;
}

/** The same for a target that is known, wherever it lies. */
export function chooseEncoding(target: OutputTarget, options: Settings): Encoding | string[] {
  const problems: string[] = [];
  const codec = chooseCodec(target, options.codec);
  if (typeof codec === 'string') return [codec];

  const lossless = options.lossless ?? false;
  const pixels = choosePixels(codec, options);
  const fps = options.fps ?? { numerator: codec.rates?.default ?? DEFAULT_RATE, denominator: 1 };
  const rate = codec.rates ? codec.rates.fit(fps) : fps;
  problems.push(...unknownOptions(codec, options), ...contradictions(codec, options));
  if (typeof pixels === 'string') problems.push(pixels);
  if (!rate) problems.push(`Expected \`fps\` to be ${codec.rates?.rule(fps)}, got ${toNumber(fps)}`);
  if (problems.length > 0 || typeof pixels === 'string' || !rate) return problems;
  return {
    ...{ codec, target, pixels, lossless, fps: rate },
    quality: options.quality ?? DEFAULT_QUALITY,
    preset: options.preset ?? 'veryfast',
    loopCount: options.loopCount ?? 0,
  };
}

function chooseCodec({ container }: OutputTarget, name: CodecName | undefined): Codec | string {
  const fitting = codecsFor(container);
  const codec = name === undefined ? fitting[0] : fitting.find((candidate) => candidate.name === name);
  const names = fitting.map((candidate) => `'${candidate.name}'`).join(' or ');
  const extension = container === 'png' ? 'pictures' : `.${container}`;
  if (codec) return codec;
  const fits = name === undefined ? [] : findCodec(name).containers.map((other) => `.${other}`);
  return `Expected \`codec\` to be ${names} for ${extension}, got '${name}', which goes into ${fits.join(' and ')}`;
}

function choosePixels(codec: Codec, { transparent, lossless, pixelFormat }: Settings): PixelLayout | string {
  const { pixels, losslessPixels, alphaPixels } = codec;
  if (transparent && alphaPixels) {
    if (pixelFormat === undefined || pixelFormat === alphaPixels.name) return alphaPixels;
    return `Expected \`pixelFormat\` to be '${alphaPixels.name}' for transparent ${codec.title}, got '${pixelFormat}'`;
  }
  const wanted =
    pixelFormat === undefined
      ? ((lossless ? losslessPixels : undefined) ?? pixels[0])
      : pixels.find((layout) => layout.name === pixelFormat);
  const names = pixels.map(({ name }) => `'${name}'`).join(', ');
  return wanted ?? `Expected \`pixelFormat\` to be one of ${names} for ${codec.title}, got '${pixelFormat}'`;
}

/** Options that the codec does not have. `false` is what every codec does. */
function* unknownOptions(codec: Codec, options: Settings): Generator<string> {
  for (const option of CODEC_OPTIONS) {
    const value = options[option];
    if (value === undefined || value === false || codec.options.includes(option)) continue;
    yield `Expected \`${option}\` to be left out for ${codec.title}, which does not have it; ${titlesWith(option)} do`;
  }
}

function* contradictions(codec: Codec, options: Settings): Generator<string> {
  if (options.lossless && options.quality !== undefined) {
    yield 'Expected `quality` to be left out: `lossless` video has no other';
  }
  if (options.lossless && options.transparent && codec.alphaPixels?.name.startsWith('yuv')) {
    yield `Expected \`lossless\` or \`transparent\`: with alpha ${codec.title} has no lossless colours; WebP, APNG and PNG do`;
  }
  if (options.encoder === 'nvenc' && (codec.name !== 'h264' || options.lossless || !plain(options.pixelFormat))) {
    yield "Expected `encoder` to be 'auto' or 'cpu': NVENC is used for H.264 with 8-bit 4:2:0 only";
  }
}

function plain(pixelFormat: PixelFormatName | undefined): boolean {
  return pixelFormat === undefined || pixelFormat === 'yuv420p';
}
