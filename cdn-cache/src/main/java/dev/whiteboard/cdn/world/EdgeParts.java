package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.function.EdgeFunctions;
import dev.whiteboard.cdn.protect.GateBounds;
import dev.whiteboard.kit.http.ClientAddress;

/**
 * What edges have beside what all nodes have.
 *
 * @param gate what clients may take of each
 * @param clients tells who a client is
 * @param functions that routes may name
 * @param requestBodyBytesMax the longest body of a request
 */
public record EdgeParts(
    GateBounds gate, ClientAddress clients, EdgeFunctions functions, long requestBodyBytesMax) {}
