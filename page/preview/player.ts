/** Where in the video the preview is. */
export interface Player {
  readonly position: number;
  readonly playing: boolean;
  /** Goes to a place in the video, the nearest that there is. */
  seek(position: number): void;
  play(): void;
  pause(): void;
  /** Draws where it is anew, of a video of this length, whatever is being drawn. Resolves when that is done. */
  restart(count: number, fps: number): Promise<void>;
  setSpeed(speed: number): void;
  setLoop(loop: boolean): void;
}

export interface PlayerOptions {
  /** Where it begins. */
  position: number;
  /** Draws the frame at a place; false: it could not. */
  draw(position: number): Promise<boolean>;
  /** It goes to another place, plays or pauses. */
  onChange(): void;
}

/** Plays in time: what takes too long to draw leaves out frames, as they are drawn in any order. */
export function createPlayer({ position, draw, onChange }: PlayerOptions): Player {
  let [count, fps, speed, loop] = [0, 30, 1, true];
  let playing = false;
  /** Time and place from which the clock counts. */
  let start = { time: 0, position: 0 };
  let drawn: number | undefined;
  let drawing: Promise<void> | undefined;
  /** Counts the restarts: what was being drawn before one changes nothing, as it may never end. */
  let restarts = 0;

  const drawUntilThere = async () => {
    const mine = restarts;
    while (drawn !== position && count > 0) {
      const target = position;
      const done = await draw(target);
      if (mine !== restarts) return;
      if (!done) stop();
      drawn = target;
    }
  };
  const keepDrawing = () => {
    if (drawing) return drawing;
    const mine = drawUntilThere().finally(() => {
      if (drawing === mine) drawing = undefined;
    });
    drawing = mine;
    return mine;
  };
  const go = (target: number) => {
    position = Math.max(0, Math.min(Math.max(0, count - 1), Math.round(target)));
    onChange();
    return keepDrawing();
  };
  const stop = () => {
    playing = false;
    onChange();
  };
  const startClock = () => {
    start = { time: performance.now(), position };
  };
  const tick = () => {
    if (!playing) return;
    requestAnimationFrame(tick);
    if (drawing) return;
    const target = start.position + Math.floor(((performance.now() - start.time) / 1000) * fps * speed);
    if (target === position) return;
    if (target < count || loop) void go(target % count);
    else {
      void go(count - 1);
      stop();
    }
  };

  return {
    get position() {
      return position;
    },
    get playing() {
      return playing;
    },
    seek: (target) => {
      if (count === 0) return;
      void go(target);
      startClock();
    },
    play: () => {
      if (playing || count === 0) return;
      if (position === count - 1) void go(0);
      playing = true;
      onChange();
      startClock();
      requestAnimationFrame(tick);
    },
    pause: stop,
    restart: async (frames, rate) => {
      [count, fps] = [frames, rate];
      restarts++;
      [drawn, drawing] = [undefined, undefined];
      await go(position);
      startClock();
    },
    setSpeed: (value) => {
      speed = value;
      startClock();
    },
    setLoop: (value) => {
      loop = value;
      startClock();
    },
  };
}
