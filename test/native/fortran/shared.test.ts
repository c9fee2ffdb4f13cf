/** Variables of modules and common blocks that are more than numbers. */
import { describe, expect, test } from 'vitest';
import { refusalsOf } from '../../../src/native/index.js';
import { build, hasCompiler, useFolder } from './gfortran.js';

useFolder();

const source = `
module state
  use, intrinsic :: iso_c_binding
  implicit none
  character(len=5) :: name = 'hello'
  character(len=*), parameter :: units = 'kg'
  logical :: flags(2) = [.true., .false.], on = .false.
  integer(c_int64_t) :: big = 5
  real(8), protected :: seen(2) = [1, 2]
  logical, parameter :: known = .true.
contains
  logical function check()
    check = name == 'ab' .and. flags(2) .and. on
  end function
end module
subroutine touch()
  implicit none
  type point
    sequence
    real x
  end type
  character*4 label
  logical ready
  double precision a(2)
  type(point) p
  integer k
  common /mixed/ label, ready, a
  common /odd/ k, p
  label = 'ok'
  ready = .true.
  a = 3
end subroutine
`;

describe.skipIf(!hasCompiler)('variables', () => {
  test('texts, logicals and what is protected', async () => {
    const library = await build(source);
    const { state } = library;
    expect([state.name, state.units, state.known, state.on]).toEqual(['hello', 'kg', true, false]);
    expect([state.flags.dtype, state.flags.toArray()]).toEqual(['int32', [1, 0]]);
    state.name = 'ab';
    state.flags = [0, 1];
    state.on = true;
    expect(state.check()).toBe(true);
    expect(state.name).toBe('ab');
    expect(() => {
      state.name = 'too long';
    }).toThrow('\'name\' is the string "too long"; needs at most 5 bytes');
    expect(() => {
      state.big = 1.5;
    }).toThrow("'big' is 1.5; needs an integer");
    expect(state.seen.toArray()).toEqual([1, 2]);
    expect(() => {
      state.seen = [3, 4];
    }).toThrow('seen is protected: it can only be read');
    expect(() => state.seen.set(3, 0)).toThrow();
  });

  test('a common block is bound as a whole, or not at all', async () => {
    const library = await build(source);
    library.touch();
    expect([library.mixed.label, library.mixed.ready, library.mixed.a.toArray()]).toEqual([
      'ok',
      true,
      [3, 3],
    ]);
    const odd = 'in common /odd/, p has the derived type point';
    expect(refusalsOf(library).map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      `k: ${odd}`,
      `p: ${odd}`,
    ]);
    expect(() => library.odd.k).toThrow(odd);
  });
});
