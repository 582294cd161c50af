/**
 * HTTP caching as rules: plain functions of heads and times.
 *
 * <p>Start at {@link dev.whiteboard.cdn.caching.CachingRules}. Nothing here blocks or keeps
 * anything; any thread may ask.
 */
@NullMarked
package dev.whiteboard.cdn.caching;

import org.jspecify.annotations.NullMarked;
