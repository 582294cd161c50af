/**
 * What a measurement leaves behind: a document in JSON, the same for a rig, for JMH and for all of
 * them together.
 *
 * <pre>
 *   rig, JMH ─▸ Findings ─▸ ResultDocument ─▸ NAME-TIME.json ─┐
 *                             ▴ Machine, Calibration          ├─▸ bench-TIME.json ─▸ Comparison
 *   the next one ─────────────────────────▸ NAME-TIME.json ───┘
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.bench.result.Quantity}, {@link
 * dev.whiteboard.bench.result.Findings}, {@link dev.whiteboard.bench.result.ResultDocument}, {@link
 * dev.whiteboard.bench.result.Comparison}.
 */
@NullMarked
package dev.whiteboard.bench.result;

import org.jspecify.annotations.NullMarked;
