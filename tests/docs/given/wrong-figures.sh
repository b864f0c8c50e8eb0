# Three figures that are wrong, and what plotreel says of each.
node --input-type=module <<'SCRIPT'
import { writeFileSync } from 'node:fs';

const y = Array.from({ length: 100 }, () => 0);
const figure = ({ mode = 'lines', trace = 0 }) => ({
  data: [{ type: 'scatter', y, mode }, { type: 'scatter', y }],
  frames: Array.from({ length: 12 }, (_, i) => ({ data: [{ y }], traces: [i === 3 ? trace : 0] })),
});
writeFileSync('mode.json', JSON.stringify(figure({ mode: 'line' })));
writeFileSync('trace.json', JSON.stringify(figure({ trace: 2 })));
// Cut at the 73rd value of the last frame, which begins at the 60,000th character.
const [, whole] = /^(.*"y":\[(?:0,){72}).*?$/.exec(JSON.stringify(figure({})));
writeFileSync('fig.json', whole.padStart(60_000));
SCRIPT
for name in mode trace fig; do plotreel render "$name.json" -o wrong.mp4 && exit 1; done
exit 0
