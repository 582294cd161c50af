package dev.whiteboard.cdn.tier;

import java.net.URI;

/**
 * A server that can be asked.
 *
 * @param name as the topology has it
 * @param address scheme, host and port
 */
public record Peer(String name, URI address) {}
