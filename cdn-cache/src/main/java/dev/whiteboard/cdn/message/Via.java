package dev.whiteboard.cdn.message;

/** {@code Via} (RFC 9110, 7.6.3): who passed a message on, in which version of HTTP it came. */
public final class Via {
  private Via() {}

  /**
   * The same, having passed one more.
   *
   * @param version of HTTP that the message came in: {@code 1.1}, {@code 2}, {@code 3}
   * @param pseudonym a name for whoever passes it on
   */
  public static Fields passing(Fields fields, String version, String pseudonym) {
    var before = fields.combined("via");
    var hop = version + " " + pseudonym;
    return fields.with("via", before == null || before.isEmpty() ? hop : before + ", " + hop);
  }
}
