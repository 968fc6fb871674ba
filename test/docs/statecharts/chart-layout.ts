import type { ElkEdgeSection, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import elkModule from 'elkjs/lib/elk.bundled.js';
import type { Chart, ChartState, ChartTransition } from './chart.js';

/** A state with its place on the picture; lengths are pixels, from the top left corner. */
export interface PlacedState extends Box {
  readonly state: ChartState;
  readonly depth: number;
}

/** An arrow with its way, and the place of what is written on it; the arrow from an initial dot has no words. */
export interface PlacedTransition {
  readonly transition: ChartTransition | undefined;
  readonly way: readonly Point[];
  readonly label: Box | undefined;
}

export interface PlacedChart {
  readonly width: number;
  readonly height: number;
  /** Those outside before those inside. */
  readonly states: readonly PlacedState[];
  readonly transitions: readonly PlacedTransition[];
  /** Where compound states begin. */
  readonly dots: readonly Box[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What everything is measured by: the texts are in a typeface whose characters are all as wide. */
export const CHARACTER = 7.3;
export const NAME_HEIGHT = 26;
export const LINE_HEIGHT = 16;
const PADDING = 14;
const DOT = 12;
/** A picture should be no wider than a page of documentation shows without making it smaller. */
const PAGE_WIDTH = 980;

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeLabel': '5',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
};

/** Finds a place for each state and a way for each transition: from above to below, or from the left if that is narrower. */
export async function layOut(chart: Chart): Promise<PlacedChart> {
  const down = await layOutTowards(chart, 'DOWN');
  if (down.width <= PAGE_WIDTH) {
    return down;
  }
  const right = await layOutTowards(chart, 'RIGHT');
  return right.width < down.width ? right : down;
}

async function layOutTowards(
  { root, transitions }: Chart,
  direction: 'DOWN' | 'RIGHT',
): Promise<PlacedChart> {
  const elk = new elkModule.default();
  const starts: ElkExtendedEdge[] = [];
  const graph: ElkNode = {
    id: '(picture)',
    layoutOptions: { ...OPTIONS, 'elk.direction': direction, 'elk.padding': paddingOf(8, 8) },
    children: [nodeOf(root, starts)],
    edges: transitions.map(({ from, to, lines }, index) => ({
      id: String(index),
      sources: [from],
      targets: [to],
      labels: [{ text: lines.join('\n'), width: widthOf(lines) + 6, height: lines.length * LINE_HEIGHT }],
    })),
  };
  const placed = await elk.layout({ ...graph, edges: [...(graph.edges ?? []), ...starts] });
  const states: PlacedState[] = [];
  const dots: Box[] = [];
  const collect = (node: ElkNode, state: ChartState, depth: number): void => {
    states.push({ ...boxOf(node), state, depth });
    for (const child of node.children ?? []) {
      const inner = state.states.find(({ path }) => path === child.id);
      if (inner === undefined) {
        dots.push(boxOf(child));
      } else {
        collect(child, inner, depth + 1);
      }
    }
  };
  collect(placed.children?.[0] as ElkNode, root, 0);
  return {
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    states,
    transitions: (placed.edges ?? []).map((edge) => ({
      transition: transitions[Number(edge.id)],
      way: wayOf(edge.sections?.[0]),
      label: edge.labels?.[0] === undefined ? undefined : boxOf(edge.labels[0]),
    })),
    dots,
  };
}

function nodeOf(state: ChartState, starts: ElkExtendedEdge[]): ElkNode {
  const { path, name, lines, states, initial } = state;
  const width = Math.max(widthOf([name]), widthOf(lines), 60) + 2 * PADDING;
  const height = NAME_HEIGHT + lines.length * LINE_HEIGHT + (lines.length > 0 ? 8 : 6);
  if (states.length === 0) {
    return { id: path, width, height };
  }
  const dot = `(start of ${path})`;
  if (initial !== undefined) {
    starts.push({ id: dot, sources: [dot], targets: [initial] });
  }
  return {
    id: path,
    layoutOptions: { 'elk.padding': paddingOf(height + PADDING, PADDING + 4) },
    children: [
      ...(initial === undefined ? [] : [{ id: dot, width: DOT, height: DOT }]),
      ...states.map((inner) => nodeOf(inner, starts)),
    ],
  };
}

function paddingOf(top: number, others: number): string {
  return `[top=${top},left=${others},bottom=${others},right=${others}]`;
}

function widthOf(lines: readonly string[]): number {
  return Math.ceil(CHARACTER * Math.max(0, ...lines.map(({ length }) => length)));
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x, y, width, height };
}

function wayOf(section: ElkEdgeSection | undefined): readonly Point[] {
  return section === undefined
    ? []
    : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({ x, y }));
}
