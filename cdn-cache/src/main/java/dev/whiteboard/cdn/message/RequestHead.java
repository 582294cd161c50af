package dev.whiteboard.cdn.message;

/**
 * The head of a request, whichever version of HTTP it came in.
 *
 * @param method as received: methods are told apart by case
 * @param scheme {@code http} or {@code https}
 * @param authority host, and port unless the scheme's own; in lower case
 * @param target path and query, at least {@code /}
 * @param fields without {@code host}, which is the authority
 */
public record RequestHead(
    String method, String scheme, String authority, String target, Fields fields) {
  /** The same with other fields. */
  public RequestHead withFields(Fields others) {
    return new RequestHead(method, scheme, authority, target, others);
  }

  /** The whole URL. */
  public String url() {
    return scheme + "://" + authority + target;
  }
}
