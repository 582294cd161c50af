/**
 * Numbers that know what they count and where they come from.
 *
 * <pre>
 *   Quantity   a number and its Unit; unlike units cannot be added or compared
 *   Figure     a quantity with its origin: Assumed, Stated, Cited, Simulated, Measured, or Derived from others
 *   Derived    keeps what it was computed from, so it can print its working, and never prints as measured
 * </pre>
 */
@NullMarked
package dev.whiteboard.capacity.figure;

import org.jspecify.annotations.NullMarked;
