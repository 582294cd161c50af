/**
 * Route rules: which requests go where, for how long their answers are kept, and who may have them.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.route.Route}, {@link
 * dev.whiteboard.cdn.route.Routes}, {@code RouteTable} (which route counts), {@code RoutePath},
 * {@link dev.whiteboard.cdn.route.RouteBook}, {@code Lifetimes}, {@link
 * dev.whiteboard.cdn.route.QueryRules}, {@link dev.whiteboard.cdn.route.RouteParser}, {@link
 * dev.whiteboard.cdn.route.AllowedOrigins}.
 *
 * <p>Any thread may ask, and none waits: a book is replaced whole.
 */
@NullMarked
package dev.whiteboard.cdn.route;

import org.jspecify.annotations.NullMarked;
