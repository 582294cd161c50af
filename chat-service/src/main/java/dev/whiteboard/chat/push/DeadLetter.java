package dev.whiteboard.chat.push;

import dev.whiteboard.chat.push.channel.Channel;
import java.time.Instant;
import java.util.UUID;

/**
 * That a push was given up.
 *
 * @param id grows with time
 * @param channel which way it was to go
 * @param attempts how often that failed
 * @param reason why; holds no secret
 * @param at when it was given up
 */
record DeadLetter(UUID id, Channel channel, int attempts, String reason, Instant at) {}
