package dev.whiteboard.kit.run;

import java.net.URI;
import java.util.List;

/**
 * A service that listens. Closing it drains: no new requests, those in flight end, all is flushed.
 */
public interface RunningService extends AutoCloseable {
  /**
   * Opens a service whole, or not at all.
   *
   * @param opening opens what it needs, one thing after the other, and listens
   * @throws Exception what the opening threw; what was open by then is closed again
   */
  static <S extends RunningService> S open(S service, Opening<S> opening) throws Exception {
    try {
      opening.open(service);
      return service;
    } catch (Exception e) {
      service.close();
      throw e;
    }
  }

  /** Its name, as in {@code ./whiteboard up NAME}. */
  String name();

  /** Where its page is. */
  URI url();

  /** Where each of its nodes is, in this process; the one with its page first. */
  default List<URI> urls() {
    return List.of(url());
  }

  /** Drains and stops, within 10 s; a second call does nothing. */
  @Override
  void close();

  /** What a service does to start. */
  @FunctionalInterface
  interface Opening<S> {
    /** Opens all of it; may leave some of it open where it fails. */
    void open(S service) throws Exception;
  }
}
