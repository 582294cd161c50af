package dev.whiteboard.kit.run;

import java.net.URI;

/**
 * A service that listens. Closing it drains: no new requests, those in flight end, all is flushed.
 */
public interface RunningService extends AutoCloseable {
  /** Its name, as in {@code ./whiteboard up NAME}. */
  String name();

  /** Where its page is. */
  URI url();

  /** Drains and stops, within 10 s; a second call does nothing. */
  @Override
  void close();
}
