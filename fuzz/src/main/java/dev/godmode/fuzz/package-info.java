/**
 * Every parser that faces the outside, each with what it may answer. A fuzzer calls {@code
 * fuzzerTestOneInput} with bytes that it makes up; whatever is thrown beyond what a parser promises
 * is a finding, and so is what takes too long or too much memory.
 */
@NullMarked
package dev.godmode.fuzz;

import org.jspecify.annotations.NullMarked;
