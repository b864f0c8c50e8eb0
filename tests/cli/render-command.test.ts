import { Command } from 'commander';
import { expect, test } from 'vitest';
import { withJobOptions } from '../../src/cli/option-groups.ts';
import { defaultOutput, renderCommand } from '../../src/cli/render-command.ts';

/** The command line that comes of another one. */
function commandOf(...args: string[]): string {
  const command = withJobOptions(
    new Command('preview').argument('<input>').option('--port <n>').option('-o, --output <file>'),
  );
  command.parse(args, { from: 'user' });
  const [input = ''] = command.args;
  return renderCommand(command, { input, output: 'out.mp4' });
}

test.each<[args: string[], command: string]>([
  [['wave.scene.ts'], 'wave.scene.ts -o out.mp4'],
  [
    ['wave.scene.ts', '--port', '5999', '--quiet', '-o', 'other.mp4', '--fps', '25'],
    'wave.scene.ts -o out.mp4 --fps 25',
  ],
  [['--size=640x360', '-', '--loop', '--no-reuse'], '- -o out.mp4 --no-reuse --size 640x360 --loop'],
  [['my wave.ts', '--props', '{"it\'s":1}'], "'my wave.ts' -o out.mp4 --props '{\"it'\\''s\":1}'"],
  [['a.json', '--font', 'a.ttf', '--font', 'b c.ttf'], "a.json -o out.mp4 --font a.ttf --font 'b c.ttf'"],
  [['a.json', '--label', '$(rm -rf /)'], "a.json -o out.mp4 --label '$(rm -rf /)'"],
  [['a.json', '--ffmpeg-args', '-tune', 'animation'], 'a.json -o out.mp4 --ffmpeg-args -tune --ffmpeg-args animation'],
])('renderCommand() of %j', (args, command) => {
  expect(commandOf(...args)).toBe(`plotreel render ${command}`);
});

test.each([
  ['scenes/wave.scene.ts', 'wave.mp4'],
  ['wave.js', 'wave.mp4'],
  ['fig.json', 'fig.mp4'],
  ['fig.json.gz', 'fig.mp4'],
  ['page.html', 'page.mp4'],
  ['-', 'figure.mp4'],
])('defaultOutput() of %s is %s', (input, output) => {
  expect(defaultOutput(input)).toBe(output);
});
