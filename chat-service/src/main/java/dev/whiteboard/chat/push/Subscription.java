package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.push.channel.Channel;
import java.time.Instant;

/**
 * That a user wants to be told, as he sees it himself: without what is secret.
 *
 * @param id its name
 * @param device on which device he asked for it
 * @param channel which way
 * @param shown where it leads, as far as he has to know: a host, an address; empty for the log
 * @param confirmed whether it is used
 * @param createdAt when he asked for it
 */
public record Subscription(
    SubscriptionId id,
    DeviceId device,
    Channel channel,
    String shown,
    boolean confirmed,
    Instant createdAt) {}
