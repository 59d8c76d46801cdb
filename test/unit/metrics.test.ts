import { expect, it } from 'vitest';
import { openMetrics } from '../../src/ops/metrics.ts';
import { countTurns } from '../../src/ops/turn-metrics.ts';

it('writes counters, gauges and durations as Prometheus reads them', async () => {
  const metrics = openMetrics();
  const count = metrics.counter('turns_total', 'Turns.');
  count({ outcome: 'done' });
  count({ outcome: 'done' });
  count({ outcome: 'a "b"\n\\' });
  metrics.gauge('waiting', 'Turns that wait.', async () => 3);
  metrics.gauge('share', 'Unknown yet.', () => undefined);
  const took = metrics.seconds('turn_seconds', 'How long.');
  took(200);
  took(2_000);
  took(1_000_000);
  const lines = (await metrics.text()).split('\n');
  expect(lines.slice(0, 8)).toEqual([
    '# HELP turns_total Turns.',
    '# TYPE turns_total counter',
    'turns_total{outcome="done"} 2',
    'turns_total{outcome="a \\"b\\"\\n\\\\"} 1',
    '# HELP waiting Turns that wait.',
    '# TYPE waiting gauge',
    'waiting 3',
    '# HELP share Unknown yet.',
  ]);
  expect(lines).toContain('turn_seconds_bucket{le="0.1"} 0');
  expect(lines).toContain('turn_seconds_bucket{le="0.3"} 1');
  expect(lines).toContain('turn_seconds_bucket{le="3"} 2');
  expect(lines.slice(-4)).toEqual(['turn_seconds_bucket{le="+Inf"} 3', 'turn_seconds_sum 1002.200', 'turn_seconds_count 3', '']);
});

it('says whether the times that were told held, once turns have ended that they were told of', async () => {
  const told = { turns: 0, withinP50: 0, withinP90: 0 };
  const metrics = countTurns({ state: async () => ({ waiting: 3, running: 2, told }) }, () => 4);
  expect(await metrics.text()).not.toMatch(/^dreamthread_eta_within/m);
  Object.assign(told, { turns: 200, withinP50: 110, withinP90: 184 });
  metrics.turn('done', 1_500);
  const lines = (await metrics.text()).split('\n');
  for (const line of [
    'dreamthread_eta_within_p50 0.55',
    'dreamthread_eta_within_p90 0.92',
    'dreamthread_turns_waiting 3',
    'dreamthread_lanes 4',
  ])
    expect(lines).toContain(line);
  expect(lines).toContain('dreamthread_turns_total{outcome="done"} 1');
  const bytes = (name: string) => Number(lines.find((line) => line.startsWith(`dreamthread_${name}_memory_bytes `))?.split(' ')[1]);
  expect(bytes('peak')).toBeGreaterThan(0.9 * bytes('resident')); // the kernel counts both roughly
  expect(bytes('resident')).toBeGreaterThan(2 ** 24);
});
