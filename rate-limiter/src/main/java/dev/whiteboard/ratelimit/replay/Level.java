package dev.whiteboard.ratelimit.replay;

/**
 * How much was left at a moment. Two at one moment are a jump: before and after.
 *
 * @param atNanos the moment
 * @param left permits that are left; with a fraction where they come back bit by bit
 */
public record Level(long atNanos, double left) {}
