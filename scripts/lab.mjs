// npm run lab: the labs by name; npm run lab -- 2 [--small]: runs one.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, setUp } from './set-up/set-up.mjs';

const labs = readdirSync(join(root, 'labs')).filter((name) => /^\d\d-.*\.ts$/.test(name));
const [asked, ...rest] = process.argv.slice(2);
const chosen = labs.find((name) => name.startsWith(String(asked).padStart(2, '0')) || name === asked);
const strange = rest.find((argument) => argument !== '--small');
if (asked === undefined || chosen === undefined || strange !== undefined) {
  if (asked !== undefined && chosen === undefined) console.error(`There is no lab ${asked}.\n`);
  else if (strange !== undefined) console.error(`There is no option ${strange}; there is --small.\n`);
  console.log('npm run lab -- NUMBER [--small]\n');
  for (const name of labs)
    console.log(`  ${Number(name.slice(0, 2))}  ${name.slice(3, -3).replaceAll('-', ' ')}`);
  process.exit(asked === undefined ? 0 : 2);
}
setUp();
// Node 20 cannot read TypeScript by itself.
const args = ['--import', 'tsx', join('labs', chosen), ...rest];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
