/**
 * The URL shortener: {@link dev.whiteboard.shortener.ShortenerService} reads as its table of
 * contents.
 *
 * <p>A redirect: {@code http.RedirectRoute}, {@code redirect.LinkLookup}. A click: {@code
 * click.ClickBuffer}, {@code click.KafkaClicks}, {@code click.VisitCounter}. A new link: {@code
 * http.LinkApi}, {@code link.LinkCreation}, {@code code.PermutedCounter}.
 */
@NullMarked
package dev.whiteboard.shortener;

import org.jspecify.annotations.NullMarked;
