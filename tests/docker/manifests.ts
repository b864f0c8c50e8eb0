import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

/** What tests look at, of a Job or a PersistentVolumeClaim. */
export interface Manifest {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: {
    completionMode?: string;
    completions?: number;
    podFailurePolicy: { rules: unknown[] };
    template: {
      spec: {
        restartPolicy: string;
        securityContext: { runAsUser: number };
        containers: JobContainer[];
        volumes: { name: string }[];
      };
    };
  };
}

interface JobContainer {
  args: string[];
  env: { name: string; value: string }[];
  securityContext: unknown;
  volumeMounts: { name: string; mountPath: string }[];
}

interface BatchDefinition {
  containerProperties: { command: string[] };
  retryStrategy: unknown;
}

interface ComposeService {
  command?: string[];
  entrypoint?: string[];
  restart?: string;
  depends_on?: unknown;
  environment?: Record<string, string>;
}

const read = (name: string) => readFileSync(new URL(`../../docker/${name}`, import.meta.url), 'utf8');

/** The documents of a manifest of Kubernetes. */
export function parseKubernetes(text: string): Manifest[] {
  return parseAllDocuments(text).map((document): Manifest => document.toJS());
}

/** `docker/kubernetes.yaml` */
export const kubernetes = parseKubernetes(read('kubernetes.yaml'));

export const jobs = kubernetes.filter(({ kind }) => kind === 'Job');

/** `docker/aws-batch.json` */
export const batch: BatchDefinition = JSON.parse(read('aws-batch.json'));

/** `docker/compose.yml` */
export const compose: { services: Record<string, ComposeService> } = parse(read('compose.yml'), { merge: true });
