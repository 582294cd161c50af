/**
 * The shortener's routes. A handler parses, calls, answers; nothing is decided here.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.http.RedirectRoute}, {@link
 * dev.whiteboard.shortener.http.LinkApi}, {@link dev.whiteboard.shortener.http.LinkRequest}, {@link
 * dev.whiteboard.shortener.http.BulkApi}, {@link dev.whiteboard.shortener.http.OwnerApi}, {@link
 * dev.whiteboard.shortener.http.LinkPatch}, {@link dev.whiteboard.shortener.http.ListApi}, {@link
 * dev.whiteboard.shortener.http.StatsApi}, {@link dev.whiteboard.shortener.http.QrApi}, {@link
 * dev.whiteboard.shortener.http.KeyApi}, {@link dev.whiteboard.shortener.http.ErrorPages}.
 *
 * <p>Threads: {@code RedirectRoute} runs on event loops and never blocks; the others are endpoints
 * and run on virtual threads.
 */
@NullMarked
package dev.whiteboard.shortener.http;

import org.jspecify.annotations.NullMarked;
