import { Node, type Type, type Symbol as TypeSymbol } from 'ts-morph';
import { code, prose, table } from './markdown.ts';
import { typeText } from './type-text.ts';

/** Where options are declared, and what they are about, in the order in which they are read. */
const SHAPES = new Map([
  ['stageShape', 'What is drawn'],
  ['figureShape', 'Figures'],
  ['jobShape', 'Frames and encoding'],
  ['outputShape', 'The output'],
  ['videoShape', 'The render'],
  ['limitsShape', 'The render'],
]);

export interface Listing {
  /** Names that the package exports. */
  known: ReadonlySet<string>;
  /** Exports and fields that were listed before; of fields the type that has them. */
  listed: Map<Node, string>;
}

/** Fields of a type as tables: one, or for options one for each thing that they are about. Of those listed before only names. */
export function listFields(name: string, declaration: Node, { known, listed }: Listing): string {
  const fields = fieldsOf(declaration.getType(), declaration);
  const isListed = (field: TypeSymbol) => listed.has(declarationOf(field));
  const fresh = fields.filter((field) => !isListed(field));
  const before = Map.groupBy(fields.filter(isListed), (field) => listed.get(declarationOf(field)) ?? '');
  for (const field of fresh) listed.set(declarationOf(field), name);
  const groups = Map.groupBy(inReadingOrder(fresh), (field) => SHAPES.get(shapeOf(field)) ?? '');
  const tables = [...groups].flatMap(([heading, group]) => [
    heading === '' || groups.size === 1 ? '' : `**${heading}**`,
    table(
      ['field', 'type and meaning'],
      group.flatMap((field) => fieldRows(field, { declaration, known, prefix: '' })),
    ),
  ]);
  const links = [...before].map(([type, group]) => {
    const names = inReadingOrder(group).map((field) => code(field.getName()));
    return `As in [${type}](#${type.toLowerCase()}): ${names.join(', ')}.`;
  });
  return [...tables, ...links].filter((part) => part !== '').join('\n\n');
}

/** Those that plotreel declares: of classes not what they have from `Error`. */
function fieldsOf(type: Type, declaration: Node): TypeSymbol[] {
  return type
    .getProperties()
    .map(origin)
    .filter((field) => {
      const [from] = field.getDeclarations();
      if (!from || from.getSourceFile().isInNodeModules()) return false;
      return !Node.isClassDeclaration(declaration) || from.getParent() === declaration;
    });
}

/** Where a field comes from that was taken out of another object, `const { browser } = stageShape`: its comment is there. */
function origin(field: TypeSymbol): TypeSymbol {
  const declaration = field.getDeclarations()[0];
  if (!Node.isShorthandPropertyAssignment(declaration)) return field;
  const [from] = declaration.getValueSymbol()?.getDeclarations() ?? [];
  const source = Node.isBindingElement(from)
    ? from.getParentOrThrow().getType().getProperty(field.getName())
    : undefined;
  return source ?? field;
}

function declarationOf(field: TypeSymbol): Node {
  return field.getDeclarations()[0] ?? field.getValueDeclarationOrThrow();
}

/** The constant whose field it is, '' when it is not one's. */
function shapeOf(field: TypeSymbol): string {
  return declarationOf(field).getFirstAncestor(Node.isVariableDeclaration)?.getName() ?? '';
}

/** Types that are made from shapes have what is required first, and parts of shapes in any order. */
function inReadingOrder(fields: readonly TypeSymbol[]): TypeSymbol[] {
  const shapes = [...SHAPES.keys()];
  const place = (field: TypeSymbol) => shapes.indexOf(shapeOf(field));
  return [...fields].sort((one, other) => {
    if (shapeOf(one) === '' || shapeOf(other) === '') return 0;
    return place(one) - place(other) || declarationOf(one).getPos() - declarationOf(other).getPos();
  });
}

interface Place {
  declaration: Node;
  known: ReadonlySet<string>;
  /** What comes before the field's name. */
  prefix: string;
}

function fieldRows(field: TypeSymbol, place: Place): string[][] {
  const { declaration, known, prefix } = place;
  const type = field.getTypeAtLocation(declaration);
  const given = field.isOptional() && !type.isUnknown() ? type.getNonNullableType() : type;
  const name = `${prefix}${field.getName()}`;
  const nested = isWrittenOut(given, known) ? fieldsOf(given, declaration) : [];
  const shown = nested.length > 0 ? 'object' : typeText(given, known);
  return [
    [
      code(`${name}${field.isOptional() ? '?' : ''}`),
      [code(shown), comment(field)].filter((part) => part !== '').join('<br>'),
    ],
    ...nested.flatMap((inner) => fieldRows(inner, { ...place, prefix: `${name}.` })),
  ];
}

/** An object that has no name of its own for callers. */
function isWrittenOut(type: Type, known: ReadonlySet<string>): boolean {
  if (!type.isObject() || type.isArray() || type.getCallSignatures().length > 0) return false;
  const names = [type.getAliasSymbol()?.getName(), type.getSymbol()?.getName()];
  return !names.some((name) => name !== undefined && known.has(name));
}

function comment(field: TypeSymbol): string {
  const text = field.compilerSymbol.getDocumentationComment(undefined).map((part) => part.text);
  const tag = field.getJsDocTags().find((tag) => tag.getName() === 'default');
  const value = tag
    ?.getText()
    .map((part) => part.text)
    .join('');
  const isLiteral = value !== undefined && /^('[^']*'|-?[\d.]+|true|false|\[\])$/.test(value);
  const standard = value === undefined ? '' : ` *Default: ${isLiteral ? code(value) : prose(value)}*`;
  return `${prose(text.join(''))}${standard}`.trim();
}
