/** What `link` does on file systems without hard links, none of which can be mounted everywhere. */
export async function refuseLink(from: string, to: string): Promise<void> {
  throw Object.assign(new Error(`EPERM: operation not permitted, link '${from}' -> '${to}'`), { code: 'EPERM' });
}
