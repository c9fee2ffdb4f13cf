import { describe, expect, it } from 'vitest';
import { availableMemory, groupAvailable } from '../../src/kernels/memory.js';

const reader = (files: Record<string, string>) => (path: string) => files[path] ?? null;

describe('groupAvailable', () => {
  it('is the least that any group above the process has left, counting idle file pages as free', () => {
    const read = reader({
      '/proc/self/cgroup': '0::/user/session\n',
      '/sys/fs/cgroup/user/session/memory.max': 'max\n',
      '/sys/fs/cgroup/user/session/memory.current': '100\n',
      '/sys/fs/cgroup/user/memory.max': '1000\n',
      '/sys/fs/cgroup/user/memory.current': '700\n',
      '/sys/fs/cgroup/user/memory.stat': 'anon 500\ninactive_file 150\nactive_file 50\n',
    });
    expect(groupAvailable(read)).toBe(450);
  });

  it('reads the first version of the interface', () => {
    const read = reader({
      '/proc/self/cgroup': '3:cpuset:/\n4:memory:/docker/abc\n0::/\n',
      // The path is the host's; inside the container the mount itself is the group.
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '5000\n',
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': '4000\n',
      '/sys/fs/cgroup/memory/memory.stat': 'total_inactive_file 500\n',
    });
    expect(groupAvailable(read)).toBe(1500);
  });

  it('is unlimited where no limit is set or nothing can be read', () => {
    expect(groupAvailable(reader({}))).toBe(Number.POSITIVE_INFINITY);
    const unlimited = reader({
      '/proc/self/cgroup': '4:memory:/\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': '1\n',
    });
    expect(groupAvailable(unlimited)).toBe(Number.POSITIVE_INFINITY);
  });

  it('never goes below zero', () => {
    const read = reader({
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': '10\n',
      '/sys/fs/cgroup/memory.current': '20\n',
    });
    expect(groupAvailable(read)).toBe(0);
  });
});

it('knows how much memory there is', () => {
  expect(availableMemory()).toBeGreaterThan(1e6);
});
