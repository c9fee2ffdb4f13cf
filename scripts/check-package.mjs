// Checks the packed packages as their users' tools will see them: publint for the manifest, are-the-types-wrong for
// what TypeScript resolves. Packs first.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './native/compile.mjs';

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run(process.execPath, [join(root, 'scripts', 'pack-packages.mjs'), '--no-build']);
const folder = join(root, 'build', 'packages');
const tarball = readdirSync(folder).find((name) => /^strided-\d.*\.tgz$/.test(name));
const bin = (name) => join(root, 'node_modules', '.bin', name);
run(bin('publint'), ['run', '--strict', join(folder, tarball)]);
// ESM only by design, and no support for resolvers that cannot read `exports`.
run(bin('attw'), [join(folder, tarball), '--profile', 'esm-only']);
