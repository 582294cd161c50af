package dev.whiteboard.ratelimit.replay;

/**
 * What a limiter said to one arrival.
 *
 * @param admitted whether it let it pass
 * @param remaining how many more could have passed at once after it
 * @param delayNanos how long it waits for its turn; 0 but for the queue
 * @param retryAfterNanos when to try again, 0 where it was admitted
 */
public record Decision(boolean admitted, long remaining, long delayNanos, long retryAfterNanos) {}
