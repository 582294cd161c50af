package dev.whiteboard.cdn.message;

/**
 * The head of a final response, whichever version of HTTP it came in.
 *
 * @param status 200 to 599
 * @param fields its fields
 */
public record ResponseHead(int status, Fields fields) {
  /** The same with other fields. */
  public ResponseHead withFields(Fields others) {
    return new ResponseHead(status, others);
  }
}
