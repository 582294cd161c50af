package dev.whiteboard.chat.log;

import java.time.Instant;

/** What became of a draft. */
public sealed interface Appended {
  /**
   * It has its place, durably, and kept it if this was a retry.
   *
   * @param seq its place in the chat
   * @param at when it was first kept
   * @param duplicate whether the device sent it before
   */
  record Stored(long seq, Instant at, boolean duplicate) implements Appended {}

  /**
   * It is not in the chat, and will not be however often it is sent.
   *
   * @param reason why
   */
  record Refused(Reason reason) implements Appended {}

  /** Why a draft is refused. */
  enum Reason {
    /** There is no such chat, or the sender is no member: who is not in a chat can't tell. */
    NOT_A_MEMBER("not-a-member"),
    /**
     * An edit or a deletion of what is not there, is not the sender's, or is deleted; an answer to
     * what he does not see.
     */
    BAD_REF("bad-ref"),
    /** Words in an encrypted chat, bytes in one that is not, or what can't be kept at all. */
    WRONG_CONTENT("wrong-content"),
    /** A file that is not there, not whole, of somebody else or of another chat. */
    BAD_FILE("bad-file");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** As it stands in frames. */
    public String code() {
      return code;
    }
  }
}
