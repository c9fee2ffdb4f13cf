/**
 * Ends the workers that have nothing to do. They end by themselves after half a minute, and do not keep the process
 * alive; this is for programs that want their memory back at once. The next computation starts new ones.
 *
 * @example
 * await shutdown();
 */
export async function shutdown(): Promise<void> {
  const [threads, processes] = await Promise.all([
    import('./workers/thread-crew.js'),
    import('./workers/process-crew.js'),
  ]);
  threads.stopIdleThreads();
  processes.stopIdleProcesses();
}
