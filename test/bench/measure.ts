import { performance } from "node:perf_hooks";

/** One thing to time. A setting's own work (making input, cleaning up) stays outside of `run`. */
export interface Contender {
  name: string;
  run: () => unknown;
  /** Times to run; by default as often as the row says. For peers that take minutes. */
  runs?: number;
  /** Milliseconds as the contender itself measured them, where starting it is not part of the work (a warm listener). */
  timed?: () => Promise<number>;
}

/** One row of the bench: our step, and others doing the same work on the same input in the same run. */
export interface Row {
  name: string;
  /** What a figure counts; "ms" is milliseconds for one run. */
  unit: "ms";
  /** How the input looks, for whoever reads the figures. */
  input: string;
  ours: Contender;
  peers: Contender[];
  runs: number;
  /** Median that is aimed at. */
  target?: number;
  /** Median from which on the bench fails. */
  floor?: number;
}

/** Middle and slow end of the runs of one contender, in the row's unit. */
export interface Summary {
  median: number;
  p95: number;
}

/** A row as measured. `ratio` of a peer: how many times our median its own is. */
export interface MeasuredRow {
  name: string;
  unit: string;
  input: string;
  runs: number;
  ours: Summary;
  peers: (Summary & { name: string; runs: number; ratio: number })[];
  target?: number;
  floor?: number;
}

/**
 * Times a row. All contenders take turns, so that a busy moment of the machine falls on all of them; each runs once beforehand unmeasured
 * (code is compiled then, pages of files are in memory).
 */
export async function measureRow(row: Row): Promise<MeasuredRow> {
  const contenders = [row.ours, ...row.peers];
  const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (const contender of contenders) if ((contender.runs ?? row.runs) > 1) await once(contender);
  for (let round = 0; round < row.runs; round += 1) {
    for (const contender of contenders)
      if (round < (contender.runs ?? row.runs)) times.get(contender)!.push(await once(contender));
  }
  const ours = summarise(times.get(row.ours)!);
  const { name, unit, input, runs, target, floor } = row;
  return {
    name,
    unit,
    input,
    runs,
    ours,
    peers: row.peers.map((peer) => {
      const summary = summarise(times.get(peer)!);
      return {
        name: peer.name,
        ...summary,
        runs: times.get(peer)!.length,
        ratio: round2(summary.median / ours.median),
      };
    }),
    ...(target === undefined ? {} : { target }),
    ...(floor === undefined ? {} : { floor }),
  };
}

async function once(contender: Contender): Promise<number> {
  if (contender.timed !== undefined) return contender.timed();
  const started = performance.now();
  await contender.run();
  return performance.now() - started;
}

/** Median and 95th percentile, by the nearest rank. */
export function summarise(times: number[]): Summary {
  const sorted = [...times].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { median: round2(rank(0.5)), p95: round2(rank(0.95)) };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
