/**
 * Seconds of processor time that this thread needs for `work`. Other programs on the machine lengthen the time on the
 * clock many times over, this one hardly.
 */
export function processorSeconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}
