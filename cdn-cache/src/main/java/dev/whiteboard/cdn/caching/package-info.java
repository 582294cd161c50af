/**
 * HTTP caching as rules: plain functions of heads and times.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.caching.CachingRules} asks the questions, {@link
 * dev.whiteboard.cdn.caching.SharedCacheRules} answers them. Behind it stand small classes, one for
 * each part of the RFCs: {@link dev.whiteboard.cdn.caching.CacheControl} and {@link
 * dev.whiteboard.cdn.caching.TargetedControl} read directives, {@link
 * dev.whiteboard.cdn.caching.Freshness} computes ages and lifetimes, {@link
 * dev.whiteboard.cdn.caching.Storability} says what may be kept, {@link
 * dev.whiteboard.cdn.caching.Selection} whom it answers, {@link
 * dev.whiteboard.cdn.caching.Conditions}, {@link dev.whiteboard.cdn.caching.ByteRanges} and {@link
 * dev.whiteboard.cdn.caching.Answers} how, {@link dev.whiteboard.cdn.caching.Updates} what a 304
 * makes of it, {@link dev.whiteboard.cdn.caching.Parts} what two parts make together. {@link
 * dev.whiteboard.cdn.caching.Facts} holds what follows from a stored head. {@link
 * dev.whiteboard.cdn.caching.CacheStatus} tells the client.
 *
 * <p>Nothing here blocks or keeps anything; any thread may ask.
 */
@NullMarked
package dev.whiteboard.cdn.caching;

import org.jspecify.annotations.NullMarked;
