package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.Fields;

/**
 * What a response says to us: for CDNs where there is such, else for all caches.
 *
 * @param control the directives
 * @param targeted whether they came for CDNs alone, so that {@code Expires} says nothing
 */
record Directives(CacheControl control, boolean targeted) {
  /** Of a response. */
  static Directives of(Fields fields, RuleSettings settings) {
    var targeted = settings.obeysTargeted() ? TargetedControl.of(fields) : null;
    return targeted == null
        ? new Directives(CacheControl.of(fields), false)
        : new Directives(targeted, true);
  }
}
