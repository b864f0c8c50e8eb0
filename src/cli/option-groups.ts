import { type Command, Option } from 'commander';

/** All values of an option that may be given several times. */
export const collect = (value: string, before: string[] = []) => [...before, value];

/** Options of a video: all that decides its bytes. */
export function withJobOptions(command: Command): Command {
  return withStageOptions(
    command
      .option('--frames <file>', 'params of the frames: a JSON array or JSON lines; - reads lines from stdin')
      .option('--frame-count <n>', 'take this many frames of --frames')
      .option('--range <first-last>', 'render these frames only, e.g. 0-99')
      .option('--segment-frames <n>', 'frames of each segment (default: whole seconds, about 40 s of work on a core)')
      .option('--encoder <name>', 'auto, cpu or nvenc (default: auto)')
      .option('--codec <name>', 'h264, h265, av1, vp9, prores, gif, webp, apng or png (default: by the output)')
      .option('--quality <n>', '0 (best) to 51 (default: 18)')
      .option('--preset <name>', 'ultrafast to veryslow (default: veryfast)')
      .option('--lossless', 'every pixel as it was drawn')
      .option('--transparent', 'leave out the white behind the figure')
      .option('--pixel-format <name>', 'yuv420p, yuv422p, yuv444p, these with 10 at the end for 10 bits, or rgb')
      .option('--loop-count <n>', 'how often .gif, .webp and .apng play, 0: for ever (default: 0)')
      .option('--poster <file>', 'also write one frame of the video, .png')
      .option('--poster-frame <n>', 'which frame that is (default: 0)')
      .option('--contact-sheet <n>', 'also write a picture of n frames of the video')
      .option('--contact-sheet-output <file>', 'where to, .png (default: beside the output)')
      .option('--manifest <file>', 'also write hashes and small pictures of all frames, .json, for plotreel verify')
      .option('--ffmpeg-args <arg...>', 'further ffmpeg output options, pairs of option and value')
      .option('--no-reuse', 'build the figure anew for each frame (to compare)'),
  );
}

/** Options that all that draws has. */
export function withStageOptions(command: Command): Command {
  return withOutputOptions(
    command
      .option('--fps <rate>', 'frames per second: 30, 29.97, 30000/1001 (default: 30)')
      .option('--size <wxh>', 'size in CSS pixels (default: 1280x720)')
      .option('--scale <n>', 'device pixels per CSS pixel (default: 1)')
      .option('--props <json>', "what the scene's setup receives, JSON or a file")
      .addOption(
        new Option('--capture <mode>', 'how pixels leave the page: auto, canvas or screenshot (default: auto)'),
      )
      .option('--gl <backend>', 'what draws WebGL: auto, swiftshader, mesa or gpu (default: auto)')
      .option('--font <file>', 'a font file for the figure: ttf, otf, woff or woff2; repeatable', collect)
      .option('--allow-host <name>', 'let the page reach this host over https, for map tiles; repeatable', collect)
      .option('--frame-timeout <ms>', 'a frame that takes longer is an error (default: 30000)')
      .option('--limit <name=value>', 'how large the job may become: frames=5000, render-time=2h; repeatable', collect)
      .option('--browser <path>', 'Chromium or Chrome executable')
      .option('--ffmpeg <path>', 'ffmpeg executable')
      .optionsGroup('Figures:')
      .option('--speed <factor>', "times the figure's own speed (default: 1)")
      .option('--duration <time>', 'length of the video: 10s')
      .option('--frame-duration <time>', "time from one of the figure's frames to the next: 500ms")
      .option('--hold <time>', 'how much longer the last frame stands: 1s')
      .option('--loop', 'move from the last frame back to the first')
      .option('--tween <when>', "move between the figure's frames: auto, on or off (default: auto)")
      .option('--easing <name>', 'how it moves: linear, cubic-in-out, …')
      .option('--ranges <mode>', 'ranges that the figure leaves open: pin, figure or auto (default: pin)')
      .option('--label <text>', "auto (the slider's), off, or a template: 'Year {label}' (default: auto)")
      .option('--controls <mode>', 'buttons and sliders: hide or keep (default: hide)')
      .option('--orbit <degrees>', 'turn the cameras of 3-D scenes')
      .option('--reveal <axis>', 'x: draw the figure from left to right'),
  );
}

/** What is printed, and how. */
export function withOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'one line of JSON per event')
    .option('--quiet', 'print errors only')
    .option('--verbose', "print the page's console messages and all timings");
}
