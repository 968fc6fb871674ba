// The charts for docs/performance.md.
import { init } from 'echarts';
import { ratioOf } from './rows.mjs';

const WIDTH = 900;
const LINE = 26;
const COLOURS = ['#2563a8', '#b45309', '#4d7c0f', '#9333ea', '#be123c', '#0e7490'];
const FONT = 'system-ui, sans-serif';

/** How many times faster ours is than each peer, on a logarithmic scale, with the aims as marks. */
export function speedChart(rows) {
  const compared = rows.filter((row) => ratioOf(row) !== undefined && row.atLeast !== undefined);
  const names = compared.map(({ what, against }) => `${what} / ${against}`);
  const least = Math.min(0.1, ...compared.map((row) => ratioOf(row)));
  return draw(compared.length * LINE + 90, {
    grid: { left: 390, right: 60, top: 40, bottom: 40 },
    legend: { data: ['times better', 'aim'], top: 4, itemGap: 40 },
    xAxis: { type: 'log', name: '×', min: 10 ** Math.floor(Math.log10(least)) },
    yAxis: { type: 'category', data: names, inverse: true, axisLabel: { width: 370, overflow: 'truncate' } },
    series: [
      {
        name: 'times better',
        type: 'bar',
        barWidth: 13,
        data: compared.map((row) => round(ratioOf(row))),
        label: { show: true, position: 'right', formatter: '{c}×' },
      },
      {
        name: 'aim',
        type: 'scatter',
        symbol: 'rect',
        symbolSize: [3, 20],
        data: compared.map(({ atLeast }) => atLeast),
      },
    ],
  });
}

/** What a step costs as there are more actors, timers and envelopes. */
export function growthChart(points) {
  const curves = [...new Set(points.map(({ curve }) => curve))];
  const lines = curves.flatMap((curve) => {
    const own = points.filter((point) => point.curve === curve);
    const peers = own.filter(({ peer }) => peer !== undefined);
    return [
      { name: curve, data: own.map(({ size, ours }) => [size, Math.round(ours)]) },
      ...(peers.length === 0
        ? []
        : [
            {
              name: `the same, ${peers[0].against}`,
              data: peers.map(({ size, peer }) => [size, Math.round(peer)]),
              lineStyle: { type: 'dashed' },
            },
          ]),
    ];
  });
  return draw(440, {
    grid: { left: 70, right: 40, top: 90, bottom: 50 },
    legend: { data: lines.map(({ name }) => name), top: 4, left: 40, right: 40, itemGap: 40 },
    xAxis: { type: 'log', name: 'how many', nameLocation: 'middle', nameGap: 30 },
    yAxis: { type: 'log', name: 'ns' },
    series: lines.map((line) => ({ type: 'line', symbolSize: 6, ...line })),
  });
}

function draw(height, options) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    color: COLOURS,
    textStyle: { fontFamily: FONT },
    ...options,
  });
  const picture = chart.renderToSVGString();
  chart.dispose();
  return `${picture}\n`;
}

function round(ratio) {
  return Number(ratio.toPrecision(ratio >= 10 ? 3 : 2));
}
