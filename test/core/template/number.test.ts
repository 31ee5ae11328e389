import { describe, expect, it } from "vitest"
import { fixed, formatNumber, general, scientific, shortest } from "../../../src/core/template/number.ts"

describe("numbers, as Go's fmt printed them", () => {
  it.each([
    [0, "0", "0.00", "0.0e+00", "0"],
    [0.5, "0.5", "0.50", "5.0e-01", "0.5"],
    [2.5, "2.5", "2.50", "2.5e+00", "2.5"],
    [0.125, "0.125", "0.12", "1.2e-01", "0.125"],
    [9.995, "9.995", "9.99", "1.0e+01", "9.99"],
    [99.95, "99.95", "99.95", "1.0e+02", "100"],
    [123456.5, "123456.5", "123456.50", "1.2e+05", "1.23e+05"],
    [1234567.5, "1.2345675e+06", "1234567.50", "1.2e+06", "1.23e+06"],
    [-3.25, "-3.25", "-3.25", "-3.2e+00", "-3.25"],
    [0.0001, "0.0001", "0.00", "1.0e-04", "0.0001"],
    [0.00001234, "1.234e-05", "0.00", "1.2e-05", "1.23e-05"],
    [1e21, "1e+21", "1000000000000000000000.00", "1.0e+21", "1e+21"],
    [5e-324, "5e-324", "0.00", "4.9e-324", "4.94e-324"],
  ])("%f is %s, %s, %s and %s", (value, g, f, e, g3) => {
    expect([shortest(value), fixed(value, 2), scientific(value, 1), general(value, 3)]).toEqual([g, f, e, g3])
  })

  it.each([
    [0.5, "0"],
    [1.5, "2"],
    [2.5, "2"],
    [-0.5, "-0"],
  ])("%f without decimals is %s: ties go to the even digit", (value, text) => {
    expect(fixed(value, 0)).toBe(text)
  })
})

describe("formatNumber", () => {
  it.each([
    [1753114449, "1753114449"],
    [999999999999999900000, "999999999999999900000"],
    [1e21, "1e+21"],
    [-42, "-42"],
    [1.5, "1.5"],
  ])("%f is %s", (value, text) => expect(formatNumber(value)).toBe(text))
})
