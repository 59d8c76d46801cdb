/**
 * What is counted while the program runs, as Prometheus reads it (text format 0.0.4). Names and labels are ours alone: nothing that
 * people wrote, and no ids, so there are few of them however long it runs.
 */

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  lines(): Promise<string[]> | string[];
}

/** Upper bounds in seconds: from a refusal to a document of many pictures on a slow machine. */
const SECONDS = [0.1, 0.3, 1, 3, 10, 30, 100, 300];

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelled = (labels: Labels): string => {
  const all = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`);
  return all.length === 0 ? '' : `{${all.join(',')}}`;
};

export function openMetrics() {
  const metrics = new Map<string, Metric>();

  return {
    /** Returns what counts one more. */
    counter(name: string, help: string): (labels?: Labels) => void {
      const counts = new Map<string, number>();
      metrics.set(name, { help, type: 'counter', lines: () => [...counts].map(([labels, count]) => `${name}${labels} ${count}`) });
      return (labels = {}) => {
        const key = labelled(labels);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      };
    },

    /** Asked when somebody looks. */
    gauge(name: string, help: string, value: () => Promise<number | undefined> | number | undefined): void {
      metrics.set(name, {
        help,
        type: 'gauge',
        async lines() {
          const now = await value();
          return now === undefined ? [] : [`${name} ${now}`];
        },
      });
    },

    /** Returns what notes how long something took. */
    seconds(name: string, help: string): (ms: number) => void {
      const counts = SECONDS.map(() => 0);
      let sum = 0;
      let total = 0;
      metrics.set(name, {
        help,
        type: 'histogram',
        lines: () => [
          ...SECONDS.map((bound, at) => `${name}_bucket{le="${bound}"} ${counts[at]}`),
          ...[`${name}_bucket{le="+Inf"} ${total}`, `${name}_sum ${sum.toFixed(3)}`, `${name}_count ${total}`],
        ],
      });
      return (ms) => {
        const seconds = ms / 1000;
        for (const [at, bound] of SECONDS.entries()) if (seconds <= bound) counts[at] = (counts[at] ?? 0) + 1;
        sum += seconds;
        total += 1;
      };
    },

    async text(): Promise<string> {
      const blocks = await Promise.all(
        [...metrics].map(async ([name, { help, type, lines }]) =>
          [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...(await lines())].join('\n'),
        ),
      );
      return `${blocks.join('\n')}\n`;
    },
  };
}
