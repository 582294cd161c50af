/**
 * Who comes: told apart without being known.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.visitor.Network}, {@link
 * dev.whiteboard.shortener.visitor.Visitors}, {@link
 * dev.whiteboard.shortener.visitor.VisitorSalts}, {@link
 * dev.whiteboard.shortener.visitor.Referrer}, {@link dev.whiteboard.shortener.visitor.Crawlers},
 * {@link dev.whiteboard.shortener.visitor.UserAgents}, {@link
 * dev.whiteboard.shortener.visitor.GeoIpCountries}.
 *
 * <p>Threads: {@code Network}, {@code Visitors}, {@code Referrer} and {@code Countries} are for the
 * event loops. {@code Crawlers} and {@code UserAgents} take too long for them; all but {@code
 * VisitorSalts.refresh} do without waiting.
 */
@NullMarked
package dev.whiteboard.shortener.visitor;

import org.jspecify.annotations.NullMarked;
