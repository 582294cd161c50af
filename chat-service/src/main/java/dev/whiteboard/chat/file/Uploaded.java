package dev.whiteboard.chat.file;

import java.time.Instant;

/** What became of bytes that were sent for an upload. */
public sealed interface Uploaded {
  /**
   * They are kept, durably.
   *
   * @param received how many bytes of the file are there now
   * @param checkAt when the upload is over, if it is not whole by then
   */
  record Kept(long received, Instant checkAt) implements Uploaded {}

  /**
   * They do not begin where the upload ends; none is kept.
   *
   * @param received where that is
   */
  record WrongOffset(long received) implements Uploaded {}

  /** Somebody else is writing to it, or did a moment ago; none is kept. */
  record Busy() implements Uploaded {}

  /** They are more than the file is long; none of those beyond is kept. */
  record TooLong() implements Uploaded {}

  /** They do not have their checksum; none is kept. */
  record ChecksumMismatch() implements Uploaded {}

  /** The upload took too long, and is over. */
  record Expired() implements Uploaded {}

  /** It is not there, or not any more. */
  record Gone() implements Uploaded {}
}
