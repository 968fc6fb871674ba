import type { ProtocolFindings, RaceFindings } from './race-lesson.js';

/** The findings as plain data, for other programs to read. */
export function raceData({ withoutLock, withLock }: RaceFindings): object {
  return { withoutLock: protocolData(withoutLock), withLock: protocolData(withLock) };
}

function protocolData({ trials, exploration }: ProtocolFindings): object {
  const { verdict, statistics, failure, minimal } = exploration;
  return {
    ...trials,
    asActors: {
      verdict,
      schedules: statistics.schedules,
      message: failure?.message ?? null,
      shortest: (minimal ?? failure)?.decisions.length ?? null,
    },
  };
}
