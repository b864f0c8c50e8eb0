import type { RunCommand } from './run-command.ts';

/** Fonts that the browser will find through fontconfig. */
export interface Fonts {
  /** Whether `fc-list` is there to ask. */
  fontconfig: boolean;
  /** Number of families. */
  families: number;
  /** Whether there is one that text without serifs can be drawn in; without it labels look odd, or are missing. */
  sansSerif: boolean;
  /** Kinds of text that no font has, each with the package that would bring one. */
  lacking: string[];
}

/** Looks at the installed fonts: 0.01 s. */
export async function findFonts(run: RunCommand): Promise<Fonts> {
  const result = await run('fc-list', [':', 'family'], { timeout: 30_000 }).catch(() => undefined);
  const families = new Set(result?.stdout.split('\n').filter((line) => line !== ''));
  const has = (pattern: RegExp) => [...families].some((family) => pattern.test(family));
  return {
    fontconfig: result !== undefined,
    families: families.size,
    sansSerif: has(/\bsans\b|arial|helvetica|verdana|roboto|\binter\b|ubuntu|cantarell|gothic/i),
    // Not installed by us: 90 MB and 10 MB.
    lacking: [
      ...(has(/cjk|\b(jp|kr|sc|tc)\b|wenquanyi|wqy|gothic|heiti/i)
        ? []
        : ['Chinese, Japanese, Korean: fonts-noto-cjk']),
      ...(has(/emoji/i) ? [] : ['emoji: fonts-noto-color-emoji']),
    ],
  };
}
