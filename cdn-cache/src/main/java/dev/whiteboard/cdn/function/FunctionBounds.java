package dev.whiteboard.cdn.function;

import java.time.Duration;

/**
 * What one function may take of the network's {@link FunctionLimits}.
 *
 * @param runMax the longest that it runs, in whole milliseconds
 * @param memoryPagesMax its memory, in pages of 64 KiB
 */
public record FunctionBounds(Duration runMax, int memoryPagesMax) {}
