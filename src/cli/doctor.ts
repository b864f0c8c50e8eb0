export async function runDoctor(_: object): Promise<number> {
  return 0;
}
