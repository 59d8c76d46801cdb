import { expect, it } from 'vitest';
import { openMetrics } from '../../src/ops/metrics.ts';

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
