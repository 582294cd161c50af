package dev.whiteboard.cdn.protect;

/** What may be done for a request that what is kept does not answer. */
public enum OnMiss {
  /** Ask for the response, and keep it where it may be kept. */
  KEEP,
  /** Ask for it and keep it not: it would drive out what is used. */
  PASS,
  /** Refuse the request, for {@link Reason#NEW_QUERIES}. */
  REFUSE
}
