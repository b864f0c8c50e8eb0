import { byId } from './elements.ts';

const canvas = byId('times', HTMLCanvasElement);
const text = byId('drawn', HTMLElement);

/** Frames that are remembered: one bar each, two pixels wide. */
const REMEMBERED = 60;

/** The times of the frames drawn last, against the time that a frame has. */
export interface DrawTimes {
  add(milliseconds: number): void;
  /** Begins anew, for a video of this rate. */
  reset(fps: number): void;
}

export function createDrawTimes(): DrawTimes {
  let budget = 1000 / 30;
  let times: number[] = [];
  const draw = () => {
    const context = canvas.getContext('2d');
    const last = times.at(-1);
    if (!context) return;
    const ratio = Math.max(1, devicePixelRatio);
    [canvas.width, canvas.height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio];
    const { width, height } = canvas;
    const style = getComputedStyle(canvas);
    const [quiet, slow] = [style.getPropertyValue('--edge'), style.getPropertyValue('--slow')];
    const top = Math.max(budget * 1.5, ...times);
    const bar = width / REMEMBERED;
    for (const [i, time] of times.entries()) {
      const length = Math.max(1, (time / top) * height);
      context.fillStyle = resolved(time > budget ? slow : quiet);
      context.fillRect((REMEMBERED - times.length + i) * bar, height - length, bar * 0.7, length);
    }
    context.strokeStyle = resolved(slow);
    context.setLineDash([3 * ratio, 3 * ratio]);
    const y = Math.round(height - (budget / top) * height) + 0.5;
    context.stroke(new Path2D(`M0 ${y}H${width}`));
    const late = times.filter((time) => time > budget).length;
    text.textContent = last === undefined ? '' : `${last < 10 ? last.toFixed(1) : Math.round(last)} ms`;
    text.classList.toggle('slow', last !== undefined && last > budget);
    const summary = `${late} of the last ${times.length} frames took longer than ${Math.round(budget)} ms`;
    canvas.setAttribute('aria-label', summary);
    canvas.title = `Time to draw a frame: ${summary}, the time of a frame`;
  };
  return {
    add: (milliseconds) => {
      times = [...times, milliseconds].slice(-REMEMBERED);
      draw();
    },
    reset: (fps) => {
      budget = 1000 / fps;
      times = [];
      draw();
    },
  };
}

/** Canvases know no light-dark(): the browser says what it comes to. */
function resolved(colour: string): string {
  canvas.style.color = colour;
  return getComputedStyle(canvas).color;
}
