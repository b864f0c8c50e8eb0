import { type Type, ts } from 'ts-morph';

const { TypeFormatFlags } = ts;
const FLAGS =
  TypeFormatFlags.NoTruncation |
  TypeFormatFlags.UseSingleQuotesForStringLiteralType |
  TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** A type as one writes it: names that the package exports or that are of other packages stay, others are written out. */
export function typeText(type: Type, known: ReadonlySet<string>): string {
  const element = type.getArrayElementType();
  if (element && type.isArray()) {
    const text = typeText(element, known);
    return `${/ [|&] |=>/.test(text) ? `(${text})` : text}[]`;
  }
  const alias = type.getAliasSymbol();
  const isOwn = alias?.getDeclarations().every((declaration) => !declaration.getSourceFile().isInNodeModules());
  const isInner = isOwn && !known.has(alias?.getName() ?? '');
  const text = type.getText(undefined, isInner ? FLAGS | TypeFormatFlags.InTypeAlias : FLAGS);
  return text.replace(/import\("[^"]*"\)\./g, '').replaceAll(' | undefined', '');
}
