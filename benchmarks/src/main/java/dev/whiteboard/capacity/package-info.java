/**
 * The capacity sheet: every figure that the interviews state, recomputed, and set against what was
 * measured on this machine.
 *
 * <pre>
 *   inputs ──▸ claims ──┐
 *   (--set)             ├──▸ rows ──▸ verdicts ──▸ terminal, capacity.md, .json, .html
 *   result documents ───┘
 *   (bench, --from)
 * </pre>
 *
 * In reading order: {@code figure} (numbers that know where they come from), {@code claim} (what
 * the interviews state), {@code result} (what benchmarks left), {@code sheet} (the two together,
 * and the rules of judging), {@code text} and {@code page} (how it is shown). {@link
 * dev.whiteboard.capacity.Capacity} is the command.
 */
@NullMarked
package dev.whiteboard.capacity;

import org.jspecify.annotations.NullMarked;
