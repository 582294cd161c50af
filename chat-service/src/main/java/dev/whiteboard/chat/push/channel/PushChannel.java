package dev.whiteboard.chat.push.channel;

/**
 * One way to tell somebody.
 *
 * @param <T> where it tells
 */
@FunctionalInterface
public interface PushChannel<T extends Target> {
  /** Tells it now. Blocks, within the channel's deadline; failures are outcomes. */
  PushOutcome push(T target, Notice notice);
}
