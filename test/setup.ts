/**
 * Property tests draw the same cases every time, so that a failure is the change's and not the day's. To look for new
 * ones: STRIDED_TEST_SEED=random npm test, or a number to see a reported failure again.
 */
import fc from 'fast-check';

const asked = process.env.STRIDED_TEST_SEED;
if (asked !== 'random') fc.configureGlobal({ seed: asked === undefined ? 20_261_122 : Number(asked) });

/** Tests that say nothing of schedulers are of something else, and their functions may count and capture. */
process.env.STRIDED_SCHEDULER ??= 'sync';
