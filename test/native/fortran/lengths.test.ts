/** Lengths that Fortran does not declare, `a(lda, *)`. */
import { describe, expect, test } from 'vitest';
import { array, asfortranarray, zeros } from '../../../src/index.js';
import { type FortranOptions, readFortran } from '../../../src/native/fortran/library.js';
import { uncheckedIn } from '../../../src/native/fortran/plans/lengths.js';
import { refusalsOf, uncheckedOf } from '../../../src/native/index.js';
import { build, file, hasCompiler, useFolder } from './gfortran.js';

useFolder();

/** As LAPACK documents. */
const source = `*> \\brief \\b SCALED
*>  \\param[in] N
*>  \\param[in,out] A
*> \\verbatim
*>          A is DOUBLE PRECISION array, dimension (LDA,N)
*>          On entry, the strictly lower part of A is not referenced.
*> \\endverbatim
*> \\param[out] WORK
*> \\verbatim
*>          WORK is DOUBLE PRECISION array, dimension
*>          (MAX(1,2*N))
*> \\endverbatim
*> \\param[in] X
*> \\verbatim
*>          X is DOUBLE PRECISION array, dimension ( 1 + ( N - 1 )*abs( INCX ) )
*> \\endverbatim
*> \\param[in] V
*> \\verbatim
*>          V is DOUBLE PRECISION array, dimension (LDA,N)
*>          If JOB = 'N', V is not referenced.
*> \\endverbatim
*> \\param[in] W
*> \\verbatim
*>          W is DOUBLE PRECISION array, dimension ( LDA, ka ), where ka is n
*> \\endverbatim
*> \\param[out] INFO
*> \\verbatim
*>          INFO is INTEGER
*> \\endverbatim
      SUBROUTINE SCALED(N, A, LDA, WORK, X, INCX, V, W, INFO)
      INTEGER N, LDA, INCX, INFO
      DOUBLE PRECISION A(LDA,*), WORK(*), X(*), V(LDA,*), W(LDA,*)
      DO 10 J = 1, N
   10 A(1,J) = 2*A(1,J)
      INFO = 7
      END
`;
const matrix = (rows: number, columns: number) => zeros([rows, columns], { order: 'F' });

describe.skipIf(!hasCompiler)('lengths', () => {
  test('of comments, where they are certain; a number that goes out is returned', async () => {
    const library = await build(source, {}, 'scaled.f');
    const a = asfortranarray(array([[1, 2, 3]], { dtype: 'float64' }));
    const call = (n: number, work = 6, x = 5, incx = 2) =>
      library.scaled(n, a, zeros([work]), zeros([x]), incx, matrix(1, 0), matrix(1, 0));
    expect(call(3)).toBe(7);
    expect(a.toArray()).toEqual([[2, 4, 6]]);
    expect(() => call(4)).toThrow("argument 'a' has shape (1, 3) but dimension 2 must be at least 4 (n)");
    expect(() => call(3, 5)).toThrow(
      "argument 'work' has shape (5) but dimension 1 must be at least 6 (max(1,2*n))",
    );
    expect(() => call(3, 6, 4)).toThrow('dimension 1 must be at least 5 (1 + ( n - 1 )*abs( incx ))');
    expect(() => call(3, 6, 4, -2)).toThrow('dimension 1 must be at least 5');
    expect(uncheckedOf(library).map(({ argument, dimensions }) => `${argument}(${dimensions})`)).toEqual([
      'v(lda, *)',
      'w(lda, *)',
    ]);
  });

  test('of the caller come before comments', async () => {
    const lengths = { scaled: { a: '*, *', v: ['lda', 'n'], w: "lda, max(n, merge(9, 0, incx == 1))" } }; // biome-ignore format: quotes
    const library = await build(source, { lengths }, 'told.f');
    const call = (a: number, w: number, incx = 2) =>
      library.scaled(3, matrix(1, a), zeros([6]), zeros([5]), incx, matrix(1, 3), matrix(1, w));
    expect(call(3, 3)).toBe(7);
    expect(() => call(3, 2)).toThrow("argument 'w' has shape (1, 2) but dimension 2 must be at least 3");
    expect(() => call(3, 3, 1)).toThrow('dimension 2 must be at least 9');
    expect(uncheckedOf(library).map(({ argument }) => argument)).toEqual(['a']);
  });

  test('that nobody says: refused by option', async () => {
    const library = await build(source, { unsized: 'refuse' }, 'refused.f');
    expect(refusalsOf(library).map(({ reason }) => reason)).toEqual([
      'nothing says how long v(lda, *) must be, and nothing says how long w(lda, *) must be',
    ]);
  });
});

describe('lengths, as they are read', () => {
  const read = (text: string, options: FortranOptions = {}) => {
    const { plan } = readFortran([file('read.f90', text)], options);
    return uncheckedIn(plan.routines).map(({ argument }) => argument);
  };
  const of = (comment: string) =>
    read(`! ${comment}\nsubroutine s(n, x)\ninteger n\nreal x(*)\nend subroutine`);

  test.each([
    'x is real array, dimension (n)',
    'x (input) REAL array, dimension (N)',
    'x - REAL array of DIMENSION at least ( 2*n ).',
  ])('%s', (comment) => {
    expect(of(comment)).toEqual([]);
  });

  test.each([
    'x is real array, dimension (n, n)',
    'x is real array, dimension (m)',
    'x is real array, dimension (f(n))',
    'x is real array, dimension (n) when n > 1',
    'x is real array, dimension (n). Not referenced if n = 1.',
    'x is real array, dimension (n) if n > 1, dimension (1) otherwise',
    'y is real array, dimension (n)',
  ])('not certain: %s', (comment) => {
    expect(of(comment)).toEqual(['x']);
  });

  test('a check of the length says it too', () => {
    const text = (check: string) =>
      `subroutine s(n, x)\ninteger n\nreal x(*)\n!f2py check(${check}) x\nend subroutine`;
    expect(read(text('len(x) >= n'))).toEqual([]);
    expect(read(text('n > 0'))).toEqual(['x']);
  });

  test('of routines, arguments and expressions that are not there', () => {
    const text = 'subroutine s(n, x)\ninteger n\nreal x(*)\nend subroutine';
    const wrong = (lengths: FortranOptions['lengths']) => () => read(text, { lengths });
    expect(wrong({ t: { x: 'n' } })).toThrow(
      "lengths has 't'; needs the name of a routine, or module.routine",
    );
    expect(wrong({ s: { y: 'n' } })).toThrow(
      "lengths has 's.y: n'; needs an array, with a length for each axis",
    );
    expect(wrong({ s: { x: 'm' } })).toThrow(
      "lengths has 's.x: m'; needs arguments of the routine and numbers",
    );
  });
});
