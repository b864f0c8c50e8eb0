import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseKubernetes } from '../../docker/manifests.ts';

// kubectl without a cluster: it applies manifests by their labels, and every job is complete at once. Those that were applied
// lie in a file.

const STATE = '.stand-ins/kubectl.json';
const jobs: string[] = existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : [];

const string = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    filename: { ...string, short: 'f' },
    selector: { ...string, short: 'l' },
    for: string,
    timeout: string,
    'from-file': string,
  },
});
const [verb, ...operands] = positionals;

const COMMANDS: Readonly<Record<string, () => void>> = {
  create: () => {
    if (operands[0] !== 'configmap') throw new Error(`kubectl create ${operands[0]}`);
    readFileSync(values['from-file'] ?? '');
  },
  apply: () => {
    const { filename = '' } = values;
    const [key = '', value] = values.selector?.split('=') ?? [];
    const selected = parseKubernetes(readFileSync(filename === '-' ? 0 : filename, 'utf8')).filter(
      ({ metadata }) => metadata.labels?.[key] === value,
    );
    if (selected.length === 0) throw new Error(`No manifest has the label ${values.selector}`);
    for (const { kind, metadata, spec } of selected) {
      if (kind === 'Job') jobs.push(metadata.name);
      if (spec.completionMode === 'Indexed' && spec.completions !== SEGMENTS)
        throw new Error(`${spec.completions} pods`);
    }
    writeFileSync(STATE, JSON.stringify(jobs));
  },
  wait: () => {
    if (values.for !== 'condition=complete' || !/^\d+[smh]$/.test(values.timeout ?? ''))
      throw new Error('kubectl wait');
    job();
  },
  logs: () => {
    if (job() === 'plotreel-plan')
      console.log(`/work/plan\n  9000 frames in ${SEGMENTS} segments, 0 to ${SEGMENTS - 1}`);
  },
};

/** What `plotreel plan` is thought to have said. */
const SEGMENTS = 15;

function job(): string {
  const name = operands[0]?.replace(/^job\//, '') ?? '';
  if (!jobs.includes(name)) throw new Error(`jobs.batch "${name}" not found`);
  return name;
}

const run = COMMANDS[verb ?? ''];
if (!run) throw new Error(`kubectl ${verb}`);
run();
