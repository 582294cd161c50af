/**
 * What the nodes of this process did of late, for the control plane.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.analytics.Served}, {@link
 * dev.whiteboard.cdn.analytics.Analytics}, {@link dev.whiteboard.cdn.analytics.Report}, {@link
 * dev.whiteboard.cdn.analytics.Latencies}. Event loops record, which takes a lock for less than a
 * microsecond; memory is bounded whatever is asked for.
 */
@NullMarked
package dev.whiteboard.cdn.analytics;

import org.jspecify.annotations.NullMarked;
