import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseRange, parseSize, readFrames, readJsonArgument, toNumber } from '../../src/cli/arguments.ts';
import { InputError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';

async function file(content: string, name = 'file.json'): Promise<string> {
  const path = join(await tempFolder(), name);
  await writeFile(path, content);
  return path;
}

describe('toNumber()', () => {
  it.each([
    ['0', 0],
    ['-1', -1],
    ['12.5', 12.5],
    [' 7 ', 7],
    ['1e3', 1000],
    ['auto', 'auto'],
    ['', ''],
    [' ', ' '],
    ['12px', '12px'],
    ['30000/1001', '30000/1001'],
    ['NaN', 'NaN'],
  ])('%j → %j', (text, expected) => {
    expect(toNumber(text)).toBe(expected);
  });
});

describe('parseSize()', () => {
  it.each([
    ['1280x720', { width: 1280, height: 720 }],
    ['640X360', { width: 640, height: 360 }],
    // The option's own check refuses it.
    ['0x0', { width: 0, height: 0 }],
  ])('%s', (text, size) => {
    expect(parseSize(text)).toEqual(size);
  });

  it.each(['', '1280', '1280x', 'x720', '1280x720x3', '1280 x 720', '-1280x720', '1280.5x720', '1280×720'])(
    'refuses %j',
    (text) => {
      expect(() => parseSize(text)).toThrow(
        new InputError(`Expected --size to be WIDTHxHEIGHT, for example 1280x720, got '${text}'`),
      );
    },
  );
});

describe('parseRange()', () => {
  it.each([
    ['0-99', [0, 99]],
    ['7', [7, 7]],
    ['0', [0, 0]],
    ['5-5', [5, 5]],
    // The option's own check refuses it.
    ['9-3', [9, 3]],
  ])('%s', (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });

  it.each(['', '-', '5-', '-5', '1-2-3', 'a-b', '1.5-3', '1–3', ' 1-3'])('refuses %j', (text) => {
    expect(() => parseRange(text)).toThrow(
      new InputError(`Expected --range to be FIRST-LAST, for example 0-99, got '${text}'`),
    );
  });
});

describe('readJsonArgument()', () => {
  it.each([
    ['{"a": 1}', { a: 1 }],
    [' {"a": [null]}', { a: [null] }],
    ['[1, 2]', [1, 2]],
    ['"text"', 'text'],
    ['12', 12],
    ['-1.5', -1.5],
    ['true', true],
    ['false', false],
    [' null ', null],
  ])('takes %s as JSON', async (text, value) => {
    expect(await readJsonArgument(text, '--props')).toEqual(value);
  });

  it.each(['props.json', 'true.json', 'null', '2024-props.json', '1.json', '-props.json'])(
    'reads the file %s',
    async (name) => {
      const path = await file('{"a": 1}', name);
      expect(await readJsonArgument(path, '--props')).toEqual({ a: 1 });
    },
  );

  it.each(['2024-props.json', '1.json'])('reads the file %s of the current folder', async (name) => {
    const path = await file('{"a": 1}', name);
    const folder = process.cwd();
    process.chdir(join(path, '..'));
    onTestFinished(() => process.chdir(folder));
    expect(await readJsonArgument(name, '--props')).toEqual({ a: 1 });
  });

  it('refuses broken JSON, a file with broken JSON, and a file that is not there, naming the option', async () => {
    for (const text of ['{"a": }', await file('{"a": '), 'missing.json']) {
      const read = readJsonArgument(text, '--params');
      await expect(read).rejects.toBeInstanceOf(InputError);
      await expect(read).rejects.toThrow(/^Expected --params to be JSON or a JSON file: /);
    }
    await expect(readJsonArgument('missing.json', '--props')).rejects.toThrow('ENOENT');
  });
});

describe('readFrames()', () => {
  const read = async (content: string) => Array.fromAsync(readFrames(await file(content, 'frames.jsonl')));

  it.each([
    { what: 'JSON lines', content: '{"x":1}\n{"x":2}\n' },
    { what: 'JSON lines without a last line break', content: '{"x":1}\n{"x":2}' },
    { what: 'JSON lines with empty lines between', content: '\n{"x":1}\n\n  \n{"x":2}\n\n' },
    { what: 'JSON lines that end in CR LF', content: '{"x":1}\r\n{"x":2}\r\n' },
    { what: 'an array in one line', content: '[{"x":1},{"x":2}]' },
    { what: 'an array over several lines', content: '[\n  { "x": 1 },\n  { "x": 2 }\n]\n' },
    { what: 'an array after an empty line', content: '\n[\n  { "x": 1 },\n  { "x": 2 }\n]\n' },
    { what: 'an array that is indented', content: '  [{"x":1},\n{"x":2}]' },
  ])('takes $what', async ({ content }) => {
    expect(await read(content)).toEqual([{ x: 1 }, { x: 2 }]);
  });

  it('takes JSON lines that are arrays: each is params', async () => {
    expect(await read('[1, 2]\n[3, 4]\n[5, 6]\n')).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('takes JSON lines of any kind', async () => {
    expect(await read('1\n"two"\nnull\n')).toEqual([1, 'two', null]);
  });

  it('gives nothing for an empty file and an empty array', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('[]')).toEqual([]);
  });

  it('names the file and the line of broken JSON, after the frames before', async () => {
    const path = await file('{"x":1}\n\n{"x":}\n', 'frames.jsonl');
    const frames = readFrames(path);
    expect(await frames.next()).toEqual({ done: false, value: { x: 1 } });
    const next = frames.next();
    await expect(next).rejects.toBeInstanceOf(InputError);
    await expect(next).rejects.toThrow(new RegExp(`^--frames ${path}: .*\\(line 3\\)$`));
  });

  it('names no other line than the one where an array is broken', async () => {
    const path = await file('[\n  { "x": 1 },\n  { "x": }\n]\n');
    const error = await Array.fromAsync(readFrames(path)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InputError);
    const lines = [...String(error).matchAll(/line (\d+)/g)].map(([, line]) => line);
    expect(new Set(lines)).toEqual(new Set(['3']));
  });

  it('refuses a file that is not there', async () => {
    const path = join(await tempFolder(), 'missing.jsonl');
    const frames = Array.fromAsync(readFrames(path));
    await expect(frames).rejects.toBeInstanceOf(InputError);
    await expect(frames).rejects.toThrow(`--frames ${path}: ENOENT`);
  });

  it('reads no further than it is asked to', async () => {
    const frames = readFrames(await file(`{"x":1}\n${'{"x":2}\n'.repeat(100_000)}broken`, 'frames.jsonl'));
    expect(await frames.next()).toEqual({ done: false, value: { x: 1 } });
    expect(await frames.return(undefined)).toEqual({ done: true, value: undefined });
  });
});

describe("readFrames('-')", () => {
  /** A process that prints the frames that it reads from its stdin. */
  function startReader() {
    const module = fileURLToPath(new URL('../../src/cli/arguments.ts', import.meta.url));
    const program = `
      import { readFrames } from ${JSON.stringify(module)};
      try {
        for await (const frame of readFrames('-')) console.log(JSON.stringify(frame));
      } catch (error) {
        console.log(error.name, error.message);
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const lines = child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false });
    return { stdin: child.stdin, next: async () => String((await lines.next()).value).trim(), child };
  }

  it('gives each line of stdin as it comes, arrays too', async () => {
    const { stdin, next } = startReader();
    for (const line of ['{"x":1}', '[1,2]', '3']) {
      stdin.write(`${line}\n`);
      expect(await next()).toBe(line);
    }
    stdin.end('{"x":4}');
    expect(await next()).toBe('{"x":4}');
  });

  it('names the line of broken JSON', async () => {
    const { stdin, next } = startReader();
    stdin.write('1\n2\n');
    stdin.end('{broken\n');
    let printed = '';
    while (!printed.includes('InputError')) printed = await next();
    expect(printed).toMatch(/InputError --frames -: .*\(line 3\)$/);
  });
});
