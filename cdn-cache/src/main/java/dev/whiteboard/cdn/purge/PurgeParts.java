package dev.whiteboard.cdn.purge;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What an agent is put together from.
 *
 * @param self its node's name, or the control plane's
 * @param members everybody there is at the moment
 * @param store what its node keeps
 * @param transport how letters leave
 * @param scheduler its thread and its time
 * @param random whom to compare with, and whom to tell in a gossip
 * @param options how it takes part
 * @param log where it can read the log itself; the control plane must
 * @param listener who hears of acknowledgements
 */
public record PurgeParts(
    String self,
    Supplier<Members> members,
    Journal.Store store,
    PurgeTransport transport,
    Scheduler scheduler,
    RandomGenerator random,
    PurgeOptions options,
    Optional<InvalidationLog> log,
    SpreadListener listener) {}
