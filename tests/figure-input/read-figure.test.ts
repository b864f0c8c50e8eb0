import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { readFigure } from '../../src/figure-input/read-figure.ts';
import { DEFAULT_LIMITS } from '../../src/options/limits.ts';
import { scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();
const FIGURE = { data: [{ y: [1, 2] }], layout: { title: { text: 'Ä' } } };
const READ = { ...FIGURE, frames: [], config: {} };
const JSON_TEXT = JSON.stringify(FIGURE);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function figures(name: string): string {
  return new URL(`../fixtures/figures/${name}`, import.meta.url).href;
}

async function problemsOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.problems : [];
}

test('readFigure() leaves out markers that are null, which plotly.js would look into', async () => {
  const { data, frames } = await readFigure({
    data: [{ marker: null, y: [1] }],
    frames: [{ data: [{ marker: null }] }],
  });
  expect([data, frames[0]?.data]).toEqual([[{ y: [1] }], [{}]]);
});

describe('readFigure() reads', () => {
  test.each([
    ['JSON', 'a.json', JSON_TEXT],
    ['gzip', 'a.json.gz', gzipSync(JSON_TEXT)],
    ['gzip under another name', 'b.json', gzipSync(JSON_TEXT)],
    ['JSON under another name', 'c.html', JSON_TEXT],
    ['a byte order mark', 'd.json', `\uFEFF${JSON_TEXT}`],
    ['UTF-16 of a shell that redirects so', 'e.json', Buffer.from(`\uFEFF${JSON_TEXT}`, 'utf16le')],
    ['HTML under another name', 'f.json', `\n<script>Plotly.newPlot("a", ${JSON.stringify(FIGURE)})</script>`],
    ['null for what is not there', 'g.json', JSON.stringify({ ...FIGURE, frames: null, config: null })],
  ])('%s', async (_, name, content) => {
    const path = file(name, content);
    expect(await readFigure(path)).toEqual(READ);
    expect(await readFigure(pathToFileURL(path))).toEqual(READ);
    const bytes = Buffer.from(content);
    expect(await readFigure('-', { stdin: Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]) })).toEqual(READ);
  });

  test('an object, which it does not change', async () => {
    const spec = { dtype: 'u1', bdata: 'AQI=' };
    const figure = { data: [{ y: spec }], frames: [{ data: [{ y: spec }], traces: Uint8Array.of(0) }, { name: 7 }] };
    const before = structuredClone(figure);
    expect(await readFigure(figure)).toEqual({
      data: [{ y: Uint8Array.of(1, 2) }],
      layout: {},
      frames: [{ name: 'frame 0', data: [{ y: Uint8Array.of(1, 2) }], traces: [0] }, { name: '7' }],
      config: {},
    });
    expect(figure).toEqual(before);
  });

  test('a list of traces', async () => {
    expect(await readFigure([{ y: [1] }])).toMatchObject({ data: [{ y: [1] }], layout: {} });
  });

  test('a layout alone', async () => {
    expect(await readFigure({ layout: {} })).toMatchObject({ data: [], layout: {} });
  });

  test.each([
    ['gapminder-bars.json', 5, 12],
    ['gapminder-bubbles.json', 5, 12],
    ['surface-frames.json.gz', 1, 20],
    ['wave-frames.json', 1, 30],
  ])('%s', async (name, traces, frames) => {
    const figure = await readFigure(figures(name));
    expect(figure.data).toHaveLength(traces);
    expect(figure.frames).toHaveLength(frames);
  });

  test('keys that would name a prototype, without harm', async () => {
    const text =
      '{"data":[{"__proto__":{"polluted":1}}],"__proto__":{"layout":1},"constructor":{"prototype":{"polluted":1}}}';
    expect(await readFigure('-', { stdin: Readable.from([Buffer.from(text)]) })).toMatchObject({
      data: [{}],
      layout: {},
    });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('readFigure() refuses', () => {
  test.each([
    ['an empty file', '', 'is empty'],
    ['a file of spaces', ' \n ', 'is empty'],
    ['an empty gzip', gzipSync(''), 'is empty'],
    [
      'a cut gzip',
      gzipSync(JSON_TEXT).subarray(0, -9),
      'cannot be unpacked (gzip): unexpected end of file; was it written whole?',
    ],
    ['bytes', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'is not UTF-8 text; expected a Plotly figure as JSON or HTML'],
    ['JSON in JSON', JSON.stringify(JSON_TEXT), 'holds JSON in a JSON text'],
    [
      'cut JSON',
      '{"data":[{"y":[1,\n2',
      'ends in the middle of `data[0].y[1]` at line 2, column 2: was it written whole?',
    ],
    ['JSON cut in a text', '{"data":[{"name":"ab', 'ends in the middle of `data[0].name` at line 1, column 21'],
    ['JSON cut in a word', '{"data":[tru', 'ends in the middle of `data[0]`'],
    ['JSON cut at its start', '{', 'ends in the middle at line 1, column 2: was it written whole?'],
    ['JSON without its end', '{"data":[]', 'ends in the middle of `data`'],
    [
      'NaN',
      '{"data":[{"y":[1,NaN]}]}',
      'has a NaN at line 1, column 18 in `data[0].y[1]`, which JSON does not know; fig.write_json() writes null',
    ],
    ['-Infinity', '[{"y":-Infinity}]', 'has a -Infinity at line 1, column 7 in `[0].y`'],
    ['NaN at its end', '[NaN', 'has a NaN at line 1, column 2'],
    [
      'a comma too many',
      '{"data":[1,]}',
      'is not JSON: value expected at line 1, column 12 in `data[1]`: {"data":[1,]}',
    ],
    ['a comma too few', '{"data":[]\n"layout":{}}', 'is not JSON: comma expected at line 2, column 1'],
    ['single quotes', "{'data':[]}", "is not JSON: invalid symbol at line 1, column 2: {'data':[]}"],
    ['more behind it', '{"data":[]} x', 'is not JSON: invalid symbol at line 1, column 13'],
    ['comments', '// a\n[]', 'is not JSON: invalid comment token at line 1, column 1'],
    ['endless nesting', '['.repeat(100_000), 'is not JSON'],
  ])('%s, with its place', async (_, content, message) => {
    const path = file('broken.json', content);
    expect(await problemsOf(readFigure(path))).toEqual([expect.stringMatching(/./)]);
    await expect(readFigure(path)).rejects.toThrow(`${path} ${message}`);
    await expect(readFigure('-', { stdin: Readable.from([Buffer.from(content)]) })).rejects.toThrow(
      `Standard input ${message}`,
    );
  });

  test.each([
    ['a missing file', 'missing.json', 'There is no file missing.json'],
    [
      'an address',
      'https://example.org/a.json',
      "Expected the figure as a path, a file: URL or '-', got https://example.org/a.json",
    ],
    ['an address as URL', new URL('https://example.org/a.json'), 'download it first'],
    ['a folder', folder, `Expected ${folder} to be a file, but it is a folder`],
    [
      'another object',
      { figure: {}, id: 1 },
      'Expected a Plotly figure with `data` or `layout`, got an object with figure, id',
    ],
    ['a date', new Date(0), 'Expected a Plotly figure (an object), got'],
    ['wrong data', { data: {} }, 'Expected `data` to be a list of traces, got an empty object'],
    ['a wrong array', { data: [{ y: { dtype: 'f8', bdata: 'A' } }] }, 'Expected `data[0].y.bdata` to be base64'],
  ])('%s', async (_, input, message) => {
    await expect(readFigure(input)).rejects.toThrow(message);
    await expect(readFigure(input)).rejects.toThrow(InputError);
  });

  test('what is no object', async () => {
    await expect(readFigure(file('number.json', '7'))).rejects.toThrow(
      'Expected a Plotly figure (an object), got `7` (number)',
    );
  });

  test('all that is wrong at once, 20 lines of it at most', async () => {
    const data = Array.from({ length: 30 }, () => 1);
    const problems = await problemsOf(readFigure({ data, layout: 1 }));
    expect(problems).toHaveLength(21);
    expect(problems[0]).toBe('Expected `layout` to be an object, got `1` (number)');
    expect(problems[1]).toBe('Expected `data[0]` to be a trace (an object), got `1` (number)');
    expect(problems.at(-1)).toBe('… and 11 more');
  });
});

describe('readFigure() stops at the limit of 200 MB', () => {
  const zeros = Buffer.alloc(10_000_000, ' ');

  test('of a file', async () => {
    const path = file('large.json', zeros);
    for (let written = zeros.length; written <= DEFAULT_LIMITS.figureBytes; written += zeros.length) {
      writeFileSync(path, zeros, { flag: 'a' });
    }
    await expect(readFigure(path)).rejects.toThrow(`${path} has 210 MB; a figure may have at most 200 MB`);
    writeFileSync(path, '');
  });

  test('of standard input, reading no further', async () => {
    let read = 0;
    const stdin = Readable.from(
      (function* () {
        for (;;) {
          read += zeros.length;
          yield zeros;
        }
      })(),
    );
    await expect(readFigure('-', { stdin })).rejects.toThrow('Standard input goes on after 210 MB; a figure may have');
    expect(read).toBeLessThan(2 * DEFAULT_LIMITS.figureBytes);
  });

  test('or at another', async () => {
    const path = file('small.json', '{"data":[{"y":[1,2,3]}]}');
    await expect(readFigure(path, { maxBytes: 24 })).resolves.toMatchObject({ data: [{ y: [1, 2, 3] }] });
    await expect(readFigure(path, { maxBytes: 23 })).rejects.toThrow(
      new InputError(
        `${path} has 24 bytes; a figure may have at most 23 bytes (\`limits.figureBytes\`, --limit figure-size). ` +
          'Leave out points that the picture cannot show',
      ),
    );
  });

  test('of what gzip unpacks to', async () => {
    const packed = Buffer.concat(Array.from({ length: 21 }, () => gzipSync(zeros, { level: 1 })));
    await expect(readFigure('-', { stdin: Readable.from([packed]) })).rejects.toThrow(
      / has .* and unpacks to more; a figure may have at most 200 MB/,
    );
  });
});

test('readFigure() refuses more objects than fit into memory', async () => {
  const text = (count: number) => Readable.from([Buffer.from(`{"data":[${'{},'.repeat(count)}{}]}`)]);
  await expect(readFigure('-', { stdin: text(10_000_000) })).rejects.toThrow(
    new InputError(
      'Standard input has more than 10000000 objects and lists; send long lists of points as typed arrays',
    ),
  );
});
