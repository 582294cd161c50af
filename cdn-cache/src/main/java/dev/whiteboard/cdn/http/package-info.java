/**
 * The routes of the control plane: each reads a request, asks, and answers; it decides nothing.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.http.TopologyApi}, {@link
 * dev.whiteboard.cdn.http.NodesApi}, {@link dev.whiteboard.cdn.http.RoutesApi}, {@link
 * dev.whiteboard.cdn.http.FunctionsApi}, {@link dev.whiteboard.cdn.http.InvalidationsApi} with
 * {@code InvalidationJson}, {@link dev.whiteboard.cdn.http.EdgePurges}, {@link
 * dev.whiteboard.cdn.http.AnalyticsApi}; for the page {@link dev.whiteboard.cdn.http.LiveApi},
 * {@link dev.whiteboard.cdn.http.TryApi} and {@link dev.whiteboard.cdn.http.CdnPages}. They run on
 * virtual threads, but for {@code EdgePurges} and what {@code LiveApi} writes, on event loops.
 */
@NullMarked
package dev.whiteboard.cdn.http;

import org.jspecify.annotations.NullMarked;
