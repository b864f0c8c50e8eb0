/** The part of the Compose specification that docker/compose.yml uses, as a JSON schema; nothing else passes. */
const text = { type: 'string' };
const texts = { type: 'array', items: text };
const seconds = { type: 'string', pattern: '^\\d+s$' };
const bytes = { type: 'string', pattern: '^\\d+([kmg]b?|[KMG])$' };
const count = { type: 'integer', minimum: 1 };
const variables = { type: 'object', additionalProperties: text };

const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const service = object(
  {
    image: text,
    build: object({ context: text, dockerfile: text }, ['context']),
    user: text,
    environment: variables,
    command: texts,
    entrypoint: texts,
    profiles: texts,
    volumes: { type: 'array', items: { type: 'string', pattern: '^.+:/.+$' } },
    tmpfs: { type: 'array', items: { type: 'string', pattern: '^/' } },
    security_opt: { type: 'array', items: { type: 'string', pattern: '^(seccomp=.+\\.json|no-new-privileges:true)$' } },
    cap_drop: texts,
    read_only: { type: 'boolean' },
    init: { type: 'boolean' },
    shm_size: bytes,
    restart: { enum: ['no', 'always', 'on-failure', 'unless-stopped'] },
    stop_grace_period: seconds,
    depends_on: {
      type: 'object',
      additionalProperties: object(
        { condition: { enum: ['service_started', 'service_healthy', 'service_completed_successfully'] } },
        ['condition'],
      ),
    },
    healthcheck: object(
      { test: { type: 'array', items: text, minItems: 2 }, interval: seconds, timeout: seconds, retries: count },
      ['test'],
    ),
    deploy: object({
      replicas: count,
      resources: object({
        limits: object({ cpus: { type: 'string', pattern: '^\\d+(\\.\\d+)?$' }, memory: bytes }),
      }),
    }),
  },
  ['image'],
);

export const COMPOSE_SCHEMA = {
  ...object(
    {
      name: text,
      services: { type: 'object', additionalProperties: service },
      volumes: { type: 'object', additionalProperties: { type: 'null' } },
    },
    ['services'],
  ),
  // Extensions: what services share.
  patternProperties: { '^x-': {} },
};
