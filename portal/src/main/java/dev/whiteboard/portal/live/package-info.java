/**
 * What the running systems do at the moment: redirects and decisions a second, open sockets, hit
 * ratios, from the metrics that they print for Prometheus.
 *
 * <pre>
 *   GET /metrics of each process ─► MetricsText ─► History ─► FigureLine ─► who looks
 *   once a second, while            names, labels,  counters     now, and the
 *   somebody looks                  values          become rates last minute
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.portal.live.Figures} (which there are), {@link
 * dev.whiteboard.portal.live.Figure}, {@link dev.whiteboard.portal.live.MetricsText}, {@code
 * History}, {@link dev.whiteboard.portal.live.LiveFigures}.
 *
 * <p>Threads: one reads, and waits for all processes up to a deadline; any may look.
 */
@NullMarked
package dev.whiteboard.portal.live;

import org.jspecify.annotations.NullMarked;
