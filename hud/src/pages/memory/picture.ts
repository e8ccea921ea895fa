import type { NearAnswer, NearEntity, NearRelation } from '../../api/memories';

/** Shapes tell kinds apart, for colours mean states. */
const GLYPHS: Record<string, string> = {
  memory: '●',
  task: '■',
  agent: '◆',
  node: '▲',
  stream: '≋',
  document: '▤',
  file: '▭',
  tag: '#',
  name: '○',
};

export const glyph = (kind: string): string => GLYPHS[kind] ?? '○';

/** In so few characters it is still known. */
export function short(label: string, most: number): string {
  return label.length <= most ? label : label.slice(0, most - 1).trimEnd() + '…';
}

/** One that is drawn. `anchor`: to which side its label goes, so that it stays in the picture. */
export interface Spot { entity: NearEntity; x: number; y: number; anchor: 'start' | 'middle' | 'end' }

export interface Line { relation: NearRelation; from: Spot; to: Spot }

export interface Picture { spots: Spot[]; lines: Line[] }

/** What labels need at the sides (less where they are cut shorter), and below. */
const WIDE = 560;
const LABEL = 160;
const LABEL_NARROW = 92;
const MARGIN = 38;

/** Rings by distance around what was asked for, each one next to the one that leads to it. The same answer is always the same picture. */
export function picture(answer: NearAnswer, width: number, height: number, most: number): Picture {
  const shown = answer.entities.slice(0, most);
  const farthest = Math.max(1, ...shown.map((one) => one.hops));
  const angles = new Map<string, number>();
  const spots: Spot[] = [];
  for (let hop = 0; hop <= farthest; hop++) {
    const ring = shown.filter((one) => one.hops === hop);
    const placed = ring
      .map((one) => ({ one, wish: hop < 2 ? ring.indexOf(one) : wish(one, answer.relations, angles) }))
      .sort((a, b) => a.wish - b.wish);
    placed.forEach(({ one }, i) => {
      // Half a step on, so that rings do not stand in one line.
      const angle = (2 * Math.PI * (i + (hop % 2) / 2)) / placed.length - Math.PI / 2;
      angles.set(one.id, angle);
      spots.push(hop === 0 && ring.length === 1 ? at(one, 0, 0, width, height) : at(one, angle, hop === 0 ? 0.12 : hop / farthest, width, height));
    });
  }
  return { spots, lines: lines(answer.relations, spots) };
}

/** Where it would like to be: at the angle of who leads to it. */
function wish(one: NearEntity, relations: NearRelation[], angles: Map<string, number>): number {
  for (const { from, to } of relations) {
    const other = from === one.id ? to : to === one.id ? from : undefined;
    const angle = other === undefined ? undefined : angles.get(other);
    if (angle !== undefined) return angle;
  }
  return 0;
}

function at(entity: NearEntity, angle: number, far: number, width: number, height: number): Spot {
  const x = width / 2 + Math.cos(angle) * far * (width / 2 - (width < WIDE ? LABEL_NARROW : LABEL));
  const y = height / 2 + Math.sin(angle) * far * (height / 2 - MARGIN);
  const side = Math.cos(angle) * far;
  return { entity, x: Math.round(x), y: Math.round(y), anchor: side > 0.25 ? 'start' : side < -0.25 ? 'end' : 'middle' };
}

function lines(relations: NearRelation[], spots: Spot[]): Line[] {
  const byId = new Map(spots.map((spot) => [spot.entity.id, spot]));
  return relations.flatMap((relation) => {
    const from = byId.get(relation.from);
    const to = byId.get(relation.to);
    return from && to ? [{ relation, from, to }] : [];
  });
}

/** How something is come by: the relations that lead to it from what is nearer. */
export function ways(one: NearEntity, answer: NearAnswer): string[] {
  const byId = new Map(answer.entities.map((entity) => [entity.id, entity]));
  return answer.relations.flatMap(({ from, relation, to }) => {
    const other = byId.get(from === one.id ? to : from);
    if ((from !== one.id && to !== one.id) || !other || other.hops >= one.hops) return [];
    const name = short(other.label, 40);
    return [from === one.id ? `${relation} ${name}` : `${name} ${relation} it`];
  });
}
