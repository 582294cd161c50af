package dev.whiteboard.ratelimit.rule;

import java.util.SortedMap;

/**
 * What a request is, as far as limits are concerned: {@code user=7, ip=192.0.2.1, route=/links}.
 *
 * @param entries values by name
 */
public record Descriptor(SortedMap<String, String> entries) {}
