import { type ExportedDeclarations, type JSDocTagInfo, Node, type Symbol as TypeSymbol } from 'ts-morph';
import { type Listing, listFields } from './list-fields.ts';
import { code, codeBlock, prose, signatureBlock } from './markdown.ts';
import { typeText } from './type-text.ts';

export type Exported = ExportedDeclarations;

/** One export: what it is, its signature, its fields, what it throws, an example. */
export function describeExport(name: string, declaration: Exported, listing: Listing): string {
  const symbol = declaration.getSymbolOrThrow();
  const tags = symbol.getJsDocTags();
  const isFunction = Node.isFunctionDeclaration(declaration);
  return [
    `### ${name}${isFunction ? '()' : ''}`,
    isFunction ? signatureBlock('ts', signature(declaration.getText(), name)) : '',
    ...paragraphs(symbol),
    tagList(tags, 'param', ([parameter, ...rest]) => `${code(parameter ?? '')} ${rest.join(' ')}`),
    isFunction ? '' : definition(name, declaration, listing),
    ...tags.filter((tag) => tag.getName() === 'example').map((tag) => exampleBlock(textOf(tag))),
    throwsList(tags),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What its user has besides is in tests/docs/given/api.ts. */
function exampleBlock(text: string): string {
  // A part of a test.
  const isTest = /stageFixture|^await assert/.test(text);
  const how = isTest ? 'types only=docs/testing.md runs it' : 'needs=wave.scene.ts, fig.json';
  return codeBlock('ts', text, `after=api.ts; packages=vitest; ${how}`);
}

/** The head of a function, without its body and its comments. */
function signature(text: string, name: string): string {
  const start = text.indexOf(`function ${name}`) + 'function '.length;
  const end = text.lastIndexOf('{', text.indexOf('\n  ', text.indexOf('): ', start)));
  return text.slice(start, end === -1 ? undefined : end).trim();
}

function definition(name: string, declaration: Exported, listing: Listing): string {
  const type = declaration.getType();
  const { known } = listing;
  if (Node.isVariableDeclaration(declaration)) return code(typeText(type, known));
  if (Node.isClassDeclaration(declaration)) {
    const base = declaration.getExtends()?.getText() ?? 'Error';
    return [`Extends ${code(base)}.`, listFields(name, declaration, listing)]
      .filter((part) => part !== '')
      .join('\n\n');
  }
  // Not as it is declared: by way of types that nobody sees.
  if (type.isUnion() && type.getUnionTypes().every((member) => member.isLiteral())) {
    return signatureBlock('ts', `type ${name} = ${typeText(type, new Set())};`);
  }
  const fields = type.isUnion() || type.isArray() ? '' : listFields(name, declaration, listing);
  return fields === '' ? signatureBlock('ts', declaration.getText().replace(/^export /, '')) : fields;
}

function paragraphs(symbol: TypeSymbol): string[] {
  const comment = symbol.compilerSymbol.getDocumentationComment(undefined).map(({ text }) => text);
  return comment
    .join('')
    .split(/\n\s*\n/)
    .map(prose);
}

function textOf(tag: JSDocTagInfo): string {
  return tag
    .getText()
    .map(({ text }) => text)
    .join('');
}

function tagList(tags: readonly JSDocTagInfo[], name: string, format: (words: string[]) => string): string {
  return tags
    .filter((tag) => tag.getName() === name)
    .map((tag) => `- ${prose(format(textOf(tag).split(/\s+/)))}`)
    .join('\n');
}

function throwsList(tags: readonly JSDocTagInfo[]): string {
  const list = tagList(tags, 'throws', (words) => words.join(' ').replace(/\b[A-Z]\w*Error\b/g, code));
  return list === '' ? '' : `Throws:\n\n${list}`;
}
