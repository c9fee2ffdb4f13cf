/** What the processes that a process started use, from Linux's /proc; nothing on other systems. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of the fields after the name in /proc/PID/stat; man 5 proc. */
const field = { userTicks: 11, systemTicks: 12, residentPages: 21 };
/** USER_HZ, which Linux fixes for programs. */
const msPerTick = 10;
const bytesPerPage = 4096;

export function childUsage(pid: number): { cpuMs: number; memory: number } {
  let cpuMs = 0;
  let memory = 0;
  for (const child of childrenOf(pid)) {
    const stat = read(`/proc/${child}/stat`);
    // The name is in parentheses and may hold anything, spaces and parentheses too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length <= field.residentPages) continue;
    cpuMs += (Number(fields[field.userTicks]) + Number(fields[field.systemTicks])) * msPerTick;
    memory += Number(fields[field.residentPages]) * bytesPerPage;
  }
  return { cpuMs, memory };
}

/** Whichever thread started them. */
function childrenOf(pid: number): string[] {
  if (process.platform !== 'linux') return [];
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean),
    );
  } catch {
    return [];
  }
}

/** Empty where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
