/**
 * Claims, set against what was measured.
 *
 * <pre>
 *   Sheet       all rows, and what they were made of
 *   Row         one claim: its arithmetic, what was measured, what it takes, the verdict
 *   Arithmetic  whether stated and recomputed agree
 *   Judge       whether a claim holds: the rules, all of them
 *   Sizing      how many machines it takes, which resource fills first, what a year costs
 *   Simulation  figures of more machines than there are
 * </pre>
 */
@NullMarked
package dev.whiteboard.capacity.sheet;

import org.jspecify.annotations.NullMarked;
