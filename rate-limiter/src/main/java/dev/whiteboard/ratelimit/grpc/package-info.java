/**
 * The service as Envoy and its like ask it.
 *
 * <p>Reading order: {@code EnvoyRateLimits}, {@code EnvoyRequests}, {@code EnvoyAnswers}, {@link
 * dev.whiteboard.ratelimit.grpc.GrpcServer}.
 *
 * <p>Threads: gRPC's event loops, and those of the store; nothing here blocks but {@code
 * GrpcServer.drain}.
 */
@NullMarked
package dev.whiteboard.ratelimit.grpc;

import org.jspecify.annotations.NullMarked;
