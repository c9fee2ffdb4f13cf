// npm test: sets up a fresh clone, runs the tests, and ends with one line that says how many passed and failed.
// Arguments go to vitest: `npm test -- test/cli`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, setUp } from './set-up/set-up.mjs';

setUp();
const folder = mkdtempSync(join(tmpdir(), 'strided-test-'));
const report = join(folder, 'report.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const result = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
const counts = readCounts(report);
rmSync(folder, { recursive: true, force: true });
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(result.status ?? 1);

/** A file that fails before its first test counts as one failure: it has none that could. */
function readCounts(path) {
  let outcome;
  try {
    outcome = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: result.status === 0 ? 0 : 1, skipped: 0 };
  }
  const brokenFiles = outcome.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  return {
    passed: outcome.numPassedTests,
    failed: outcome.numFailedTests + brokenFiles,
    skipped: outcome.numPendingTests + outcome.numTodoTests,
  };
}
