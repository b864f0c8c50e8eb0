import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['plotly', 'pandas', 'IPython'];

/** A Python that has what pages use, undefined when there is none. The distribution's, where another one comes first. */
const PYTHON = ['python3', '/usr/bin/python3'].find((name) => {
  const code = `import importlib.util as it; assert all(map(it.find_spec, ${JSON.stringify(PACKAGES)}))`;
  return spawnSync(name, ['-c', code]).status === 0;
});

/** Why blocks of Python are not run, undefined when they are. */
export const NO_PYTHON = PYTHON === undefined ? `no Python with ${PACKAGES.join(', ')} here` : undefined;

/** An interpreter that runs blocks one after the other. */
export interface PythonSession {
  /** @returns what the block printed @throws Error when it fails */
  run(block: string): Promise<string>;
  close(): void;
}

/** Starts an interpreter in a folder. */
export function openPython(folder: string, env: NodeJS.ProcessEnv): PythonSession {
  const cells = fileURLToPath(new URL('python-cells.py', import.meta.url));
  const child = spawn(PYTHON ?? 'python3', [cells], {
    cwd: folder,
    // What IPython keeps of a session.
    env: { ...env, IPYTHONDIR: `${folder}/.ipython` },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`Python ended with ${code}`)));
  });
  ended.catch(() => {});
  child.stdin.on('error', () => {});
  return {
    run: async (block) => {
      let printed = '';
      const answer = new Promise<boolean>((resolve) => {
        child.stdout.setEncoding('utf8').on('data', (piece: string) => {
          printed += piece;
          const [, success] = /\0(true|false)\n/.exec(printed) ?? [];
          if (success === undefined) return;
          child.stdout.removeAllListeners('data');
          resolve(success === 'true');
        });
      });
      child.stdin.write(`${JSON.stringify(block)}\n`);
      const succeeds = await Promise.race([answer, ended]);
      printed = printed.replace(/\0(true|false)\n/, '');
      if (!succeeds) throw new Error(`It fails:\n${printed}`);
      return printed;
    },
    close: () => void child.kill('SIGKILL'),
  };
}
