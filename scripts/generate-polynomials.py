"""Writes native/elementwise/kernels/polynomials.h: the polynomials of the mathematical functions.

    python3 scripts/generate-polynomials.py

Each is the interpolation of a power series at Chebyshev nodes, computed in 80 digits, of the lowest degree that keeps
the relative error of the function below a bound: 2^-57 for float64 results, 2^-31 for float32 ones.
The series are the textbook ones (Abramowitz & Stegun, chapter 4).
"""

import math
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 80
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798")
LN2 = Decimal(2).ln()


def factorial_series(first, step, sign, lead=1):
    """Coefficients lead sign^n / (first + step n)!"""
    return lambda n: Fraction(lead * sign**n, math.factorial(first + step * n))


def asin_coefficient(n):
    n += 1
    return Fraction(math.factorial(2 * n), 4**n * math.factorial(n) ** 2 * (2 * n + 1))


# name: series, interval, what an absolute error of the polynomial is worth relative to the function, where it is
# worst; and the bounds, for which a function is written each.
EXP = LN2 / 2 + Decimal("0.001")
SQRT2 = Decimal(2).sqrt()
LOG_S = ((SQRT2 - 1) / (SQRT2 + 1)) ** 2 * Decimal("1.0001")
HALF_PI = PI / 2 * Decimal("1.00001")
ATAN = (SQRT2 - 1) ** 2 * Decimal("1.0001")
POLYNOMIALS = [
    ("exp", "exp(r) = 1 + r + r^2 P(r), |r| <= ln 2 / 2", factorial_series(2, 1, 1), -EXP, EXP, EXP**2 * 2, (57, 31)),
    ("sinh", "sinh(r) = r + r z P(z), z = r^2, |r| <= ln 2 / 2", factorial_series(3, 2, 1), 0, EXP**2, EXP**2, (57, 31)),
    ("cosh", "cosh(r) = 1 + z P(z), z = r^2, |r| <= ln 2 / 2", factorial_series(2, 2, 1), 0, EXP**2, EXP**2, (57, 31)),
    ("log", "log((1 + s) / (1 - s)) = 2 s + s z P(z), z = s^2, |s| <= (sqrt 2 - 1) / (sqrt 2 + 1)",
     lambda n: Fraction(2, 2 * n + 3), 0, LOG_S, LOG_S / 2, (58, 31)),
    ("log_direct", "log(1 + f) = f - f^2 / 2 + f^3 P(f), sqrt(1/2) <= 1 + f <= sqrt 2",
     lambda n: Fraction((-1) ** n, n + 3), 1 / SQRT2 - Decimal("1.0001"), SQRT2 - Decimal("0.9999"), Decimal("0.21"), (None, 27)),
    ("log_tail", "the same: 2 s + 2/3 s z + s z^2 P(z)", lambda n: Fraction(2, 2 * n + 5), 0, LOG_S, LOG_S**2 / 2, (67, 42)),
    ("sin", "sin(r) = r + r z P(z), z = r^2, |r| <= pi / 2", factorial_series(3, 2, -1, -1), 0, HALF_PI**2, HALF_PI**2 * HALF_PI, (57, 31)),
    ("sin_quarter", "the same, |r| <= pi / 4", factorial_series(3, 2, -1, -1), 0, HALF_PI**2 / 4, HALF_PI**2 / 4, (57, 31)),
    ("cos_quarter", "cos(r) = 1 - z / 2 + z^2 P(z), z = r^2, |r| <= pi / 4",
     lambda n: Fraction((-1) ** n, math.factorial(2 * n + 4)), 0, HALF_PI**2 / 4, (HALF_PI / 2) ** 4 * Decimal("1.42"), (57, 31)),
    ("asin", "asin(s) = s + s z P(z), z = s^2, |s| <= 1/2", asin_coefficient, 0, Decimal("0.25"), Decimal("0.25"), (57, 31)),
    ("atan", "atan(t) = t + t z P(z), z = t^2, |t| <= sqrt 2 - 1", lambda n: Fraction(-1 if n % 2 == 0 else 1, 2 * n + 3),
     0, ATAN, ATAN, (57, 31)),
]


def series(coefficient, x):
    """The sum of the series at x, to the last digit."""
    total, power = Decimal(0), Decimal(1)
    for n in range(400):
        c = coefficient(n)
        term = Decimal(c.numerator) / Decimal(c.denominator) * power
        total += term
        power *= x
        if n > 4 and abs(term) < Decimal(10) ** -70:
            break
    return total


def interpolate(coefficient, low, high, count):
    """Monomial coefficients of the polynomial through `count` Chebyshev nodes."""
    low, high = Decimal(low), Decimal(high)
    nodes = [
        (low + high) / 2 + (high - low) / 2 * Decimal(math.cos(math.pi * (i + 0.5) / count)) for i in range(count)
    ]
    divided = [series(coefficient, x) for x in nodes]
    for order in range(1, count):
        for i in range(count - 1, order - 1, -1):
            divided[i] = (divided[i] - divided[i - 1]) / (nodes[i] - nodes[i - order])
    result = [Decimal(0)]
    for i in range(count - 1, -1, -1):
        shifted = [Decimal(0)] + result
        for j, value in enumerate(result):
            shifted[j] -= nodes[i] * value
        shifted[0] += divided[i]
        result = shifted
    return result[:count]


def worst(coefficient, polynomial, low, high):
    low, high = Decimal(low), Decimal(high)
    largest = Decimal(0)
    for i in range(201):
        x = low + (high - low) * i / 200
        value = Decimal(0)
        for c in reversed(polynomial):
            value = value * x + c
        largest = max(largest, abs(value - series(coefficient, x)))
    return largest


def rounded(x):
    return float(x).hex()


def chain(constants):
    """Horner's scheme over `v`, innermost first."""
    text = f"all({constants[-1]})"
    for c in reversed(constants[:-1]):
        text = f"fma_of({text}, v, all({c}))"
    return text


def write_function(name, what, polynomial, bits):
    """Even and odd powers in chains of their own: half the latency for one operation more."""
    constants = [rounded(c) for c in polynomial]
    lines = [f"/* {what}; to 2^-{bits}. */", f"CORE V {name}(V x) {{"]
    if len(constants) < 4:
        lines += ["  const V v = x;", f"  return {chain(constants)};", "}"]
        return lines
    lines += ["  const V v = x * x;"]
    for part, own in (("even", constants[0::2]), ("odd", constants[1::2])):
        lines.append(f"  V {part} = all({own[-1]});")
        lines += [f"  {part} = fma_of({part}, v, all({c}));" for c in reversed(own[:-1])]
    lines += ["  return fma_of(odd, x, even);", "}"]
    return lines


def pi_limbs(count):
    """The first 32-bit limbs of 1 / pi."""
    getcontext().prec = 420
    # Machin's formula, as far as the limbs reach.
    def atan_inverse(n):
        total, power, k = Decimal(0), Decimal(1) / n, 0
        while abs(power) > Decimal(10) ** -415:
            total += power / (2 * k + 1) * (-1) ** k
            power /= n * n
            k += 1
        return total

    pi = 4 * (4 * atan_inverse(5) - atan_inverse(239))
    left, limbs = 1 / pi, []
    for _ in range(count):
        left *= 2**32
        limb = int(left)
        limbs.append(limb)
        left -= limb
    return limbs


def main():
    lines = [
        "/* Generated by scripts/generate-polynomials.py: change that file, not this one. */",
        "#ifndef STRIDED_POLYNOMIALS_H",
        "#define STRIDED_POLYNOMIALS_H",
        '#include "lanes.h"',
        "",
    ]
    for name, what, coefficient, low, high, weight, bounds in POLYNOMIALS:
        for dtype, bits in zip(("f64", "f32"), bounds):
            if bits is None:
                continue
            for count in range(2, 30):
                polynomial = interpolate(coefficient, low, high, count)
                if worst(coefficient, polynomial, low, high) * weight < Decimal(2) ** -bits:
                    break
            lines += write_function(f"polynomial_{name}_{dtype}", what, polynomial, bits) + [""]
            print(name, dtype, count)
    lines += ["/* 1 / pi in binary, 32 digits a limb. */", "#define ST_INVERSE_PI_LIMBS 40"]
    lines.append("static const uint32_t inverse_pi[ST_INVERSE_PI_LIMBS] = {")
    limbs = [f"0x{limb:08x}u" for limb in pi_limbs(40)]
    lines += ["    " + ", ".join(limbs[i : i + 8]) + "," for i in range(0, 40, 8)]
    lines += ["};", "#endif"]
    target = Path(__file__).parent.parent / "native" / "elementwise" / "kernels" / "polynomials.h"
    target.write_text("\n".join(lines) + "\n")


main()
